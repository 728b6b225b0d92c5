package dev.signalbox.events;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Filter;
import dev.signalbox.bus.Severity;
import dev.signalbox.db.SqlFaults;
import dev.signalbox.filter.Search;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reading half of the event tables: single events and lists. */
final class ReaderSql {

    private static final String COLUMNS = "select id, at, kind, origin, owner, severity, message, metadata::text from ";

    private static final Severity[] SEVERITIES = Severity.values();

    private final Pool pool;

    ReaderSql(Pool pool) {
        this.pool = pool;
    }

    Future<Optional<Event>> get(long id) {
        return pool.preparedQuery(COLUMNS + "event where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().findFirst().map(ReaderSql::event))
                .recover(ReaderSql::fault);
    }

    /**
     * Events of some runs of ids, newest first, that meet the filter but for its regular expressions. With a range of
     * times, only those that arrived within a minute of their own time: see {@link #late}.
     */
    Future<List<Event>> newest(Filter filter, Search search, List<BlockSql.Range> runs, int limit) {
        ConditionsSql conditions = new ConditionsSql();
        List<String> all = new ArrayList<>();
        String from = runs(conditions, runs, all);
        all.addAll(conditions.contents(filter, search));
        if (timed(filter)) {
            all.add("not late");
            all.addAll(conditions.times(filter));
        }
        return list(
                COLUMNS + from + " where " + String.join(" and ", all) + " order by id desc limit " + limit,
                conditions);
    }

    /** The other events of a range of times, which are few and have an index of their own: newest first by id. */
    Future<List<Event>> late(Filter filter, Search search, long before, int limit) {
        ConditionsSql conditions = new ConditionsSql();
        List<String> all = new ArrayList<>();
        all.add("late and id < " + conditions.parameter(before));
        all.addAll(conditions.contents(filter, search));
        all.addAll(conditions.times(filter));
        return list(
                COLUMNS + "event where " + String.join(" and ", all) + " order by id desc limit " + limit, conditions);
    }

    /** Oldest first, between two ids, both exclusive; regular expressions aside. */
    Future<List<Event>> oldest(Filter filter, Search search, long after, long before, int limit) {
        ConditionsSql conditions = new ConditionsSql();
        List<String> all = new ArrayList<>();
        all.add("id > " + conditions.parameter(after) + " and id < " + conditions.parameter(before));
        all.addAll(conditions.contents(filter, search));
        all.addAll(conditions.times(filter));
        return list(COLUMNS + "event where " + String.join(" and ", all) + " order by id limit " + limit, conditions);
    }

    private Future<List<Event>> list(String sql, ConditionsSql conditions) {
        return pool.preparedQuery(sql)
                .execute(conditions.parameters())
                .map(rows -> rows.stream().map(ReaderSql::event).toList())
                .recover(ReaderSql::fault);
    }

    private static String runs(ConditionsSql conditions, List<BlockSql.Range> runs, List<String> all) {
        if (runs.size() == 1) {
            all.add("id >= " + conditions.parameter(runs.getFirst().first()) + " and id <= "
                    + conditions.parameter(runs.getFirst().last()));
            return "event";
        }
        Long[] firsts = runs.stream().map(BlockSql.Range::first).toArray(Long[]::new);
        Long[] lasts = runs.stream().map(BlockSql.Range::last).toArray(Long[]::new);
        all.add("id between run_first and run_last");
        return "unnest(" + conditions.parameter(firsts) + "::bigint[], " + conditions.parameter(lasts)
                + "::bigint[]) as run(run_first, run_last), event";
    }

    static boolean timed(Filter filter) {
        return filter.since() != null || filter.until() != null;
    }

    /** Every event of the filter's times that is not late has an id above this. */
    static long lowest(Filter filter) {
        return filter.since() == null ? -1 : EventId.floor(filter.since().minus(Batch.LATE)) - 1;
    }

    /** Every event of the filter's times that is not late has an id below this. */
    static long highest(Filter filter) {
        return filter.until() == null
                ? Long.MAX_VALUE
                : EventId.floor(filter.until().plus(Batch.LATE).plusMillis(1));
    }

    private static Event event(Row row) {
        return new Event(
                row.getLong(0),
                row.getOffsetDateTime(1).toInstant(),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                SEVERITIES[row.getShort(5)],
                row.getString(6),
                row.getString(7));
    }

    private static <T> Future<T> fault(Throwable cause) {
        return Future.failedFuture(SqlFaults.translate(cause));
    }
}
