package dev.signalbox.events;

import dev.signalbox.bus.Events.Count;
import dev.signalbox.bus.Events.Filter;
import dev.signalbox.db.SqlFaults;
import dev.signalbox.db.Transactions;
import dev.signalbox.filter.Search;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reading half of the event tables: counts over time. */
final class CountSql {

    /** One cell of a histogram. */
    record Cell(int bar, int severity, long events) {}

    // The counts so far, and what waits in the outbox to be added to them: one snapshot sees each event in one of both.
    private static final String MINUTES = """
            select (((minute::bigint * 60000) - $3::bigint) / $4::bigint)::int as bar, severity, sum(events)::bigint
            from (
                select minute, severity, events from event_count where minute >= $1 and minute < $2
                union all
                select part.minute, part.severity, part.events
                from event_batch, unnest(minutes, severities, counts) as part(minute, severity, events)
                where consumer = 'count' and part.minute >= $1 and part.minute < $2
            ) as counted
            group by bar, severity
            """;

    private static final String QUERY_CANCELED = "57014";

    private final Pool pool;
    private final Duration budget;

    CountSql(Pool pool, Duration budget) {
        this.pool = pool;
        this.budget = budget;
    }

    /** From the counts by minute: fast whatever the number of events, but by severity only. */
    Future<List<Cell>> byMinute(Count count) {
        Tuple parameters = Tuple.of(
                BatchCounts.minute(count.since()),
                BatchCounts.minute(count.until().plusSeconds(59)),
                minuteStart(count.since()),
                barMillis(count));
        return pool.preparedQuery(MINUTES)
                .execute(parameters)
                .map(CountSql::cells)
                .recover(cause -> Future.failedFuture(SqlFaults.translate(cause)));
    }

    /** From the events themselves; empty when that takes longer than the budget. */
    Future<Optional<List<Cell>>> byEvent(Count count, Search search) {
        ConditionsSql conditions = new ConditionsSql();
        String sql = byEventSql(conditions, count, search);
        return Transactions.in(
                        pool,
                        connection -> limited(connection)
                                .compose(
                                        limited -> connection.preparedQuery(sql).execute(conditions.parameters()))
                                .map(rows -> Optional.of(cells(rows))))
                .recover(cause -> cause instanceof PgException slow && QUERY_CANCELED.equals(slow.getSqlState())
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(SqlFaults.translate(cause)));
    }

    /** The length of a bar, at least a millisecond. */
    static long barMillis(Count count) {
        return Math.max(
                1, Math.ceilDiv(Duration.between(count.since(), count.until()).toMillis(), count.bars()));
    }

    private Future<Void> limited(SqlConnection connection) {
        return connection
                .query("set local statement_timeout = " + budget.toMillis())
                .execute()
                .mapEmpty();
    }

    private static String byEventSql(ConditionsSql conditions, Count count, Search search) {
        Filter filter = count.filter();
        Filter range = new Filter(List.of(), List.of(), List.of(), "", count.since(), count.until());
        List<String> all = new ArrayList<>();
        all.add("((id > " + conditions.parameter(ReaderSql.lowest(range)) + " and id < "
                + conditions.parameter(ReaderSql.highest(range)) + ") or late)");
        all.addAll(conditions.times(range));
        all.addAll(conditions.times(filter));
        all.addAll(conditions.contents(filter, search));
        String bar = "(floor(extract(epoch from at - " + conditions.parameter(ConditionsSql.storable(count.since()))
                + "::timestamptz) * 1000)::bigint / " + barMillis(count) + ")::int";
        return "select " + bar + " as bar, severity, count(*) from event where " + String.join(" and ", all)
                + " group by bar, severity";
    }

    private static List<Cell> cells(RowSet<Row> rows) {
        List<Cell> cells = new ArrayList<>();
        rows.forEach(row -> cells.add(new Cell(row.getInteger(0), row.getShort(1), row.getLong(2))));
        return cells;
    }

    private static long minuteStart(Instant instant) {
        return BatchCounts.minute(instant) * 60_000L;
    }
}
