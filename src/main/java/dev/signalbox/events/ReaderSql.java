package dev.signalbox.events;

import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Filter;
import dev.signalbox.bus.Severity;
import dev.signalbox.db.SqlFaults;
import dev.signalbox.db.Transactions;
import dev.signalbox.filter.Search;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reading half of the event tables: single events and lists. */
final class ReaderSql {

    private static final String COLUMNS = "select id, at, kind, origin, owner, severity, message, metadata::text from ";

    /**
     * Text in one answer. A thousand of the longest events would be 80 MB, several times over while they are on their way
     * to a client, which is more than a node has; a few such questions at once must fit.
     */
    static final int SLICE_BYTES = 2 << 20;

    private static final int ROWS = 8;

    private static final Severity[] SEVERITIES = Severity.values();

    /**
     * Some events, of which there is at least one if there is any.
     *
     * @param more whether a limit, of events or of their bytes, ended it
     */
    record Slice(List<Event> events, boolean more) {}

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
    Future<Slice> newest(Filter filter, Search search, List<BlockSql.Range> runs, int limit) {
        ConditionsSql conditions = new ConditionsSql();
        List<String> all = new ArrayList<>(conditions.contents(filter, search));
        if (timed(filter)) {
            all.add("not late");
            all.addAll(conditions.times(filter));
        }
        // Several runs are read one by one, whatever their ids.
        boolean anew = runs.size() == 1 && !filter.equals(Filter.ALL);
        return slice(from(conditions, runs, all, limit), "desc", limit, conditions, anew);
    }

    /** The other events of a range of times, which are few and have an index of their own: newest first by id. */
    Future<Slice> late(Filter filter, Search search, long before, int limit) {
        ConditionsSql conditions = new ConditionsSql();
        List<String> all = new ArrayList<>();
        all.add("late and id < " + conditions.parameter(before));
        all.addAll(conditions.contents(filter, search));
        all.addAll(conditions.times(filter));
        return slice("event where " + String.join(" and ", all), "desc", limit, conditions, false);
    }

    /** Oldest first, between two ids, both exclusive; regular expressions aside. */
    Future<Slice> oldest(Filter filter, Search search, long after, long before, int limit) {
        ConditionsSql conditions = new ConditionsSql();
        List<String> all = new ArrayList<>();
        all.add("id > " + conditions.parameter(after) + " and id < " + conditions.parameter(before));
        all.addAll(conditions.contents(filter, search));
        all.addAll(conditions.times(filter));
        return slice("event where " + String.join(" and ", all), "asc", limit, conditions, !filter.equals(Filter.ALL));
    }

    /** The events of one writer's batch, oldest first: other writers' ids lie between its own. */
    Future<Slice> batch(long firstId, long lastId, long after, int limit) {
        ConditionsSql conditions = new ConditionsSql();
        String ids = "id >= " + conditions.parameter(Math.max(firstId, after + 1)) + " and id <= "
                + conditions.parameter(lastId);
        String writer = " and (id >> 11) & 1023 = " + EventId.writer(firstId);
        return slice("event where " + ids + writer, "asc", limit, conditions, false);
    }

    /** @param anew whether to plan for these very values, see {@link #planned} */
    private Future<Slice> slice(String from, String order, int limit, ConditionsSql conditions, boolean anew) {
        String sql = """
                select id, at, kind, origin, owner, severity, message, metadata, rows
                from (
                    select page.*, count(*) over () as rows,
                           sum(octet_length(message) + octet_length(metadata)) over (
                               order by id %2$s rows between unbounded preceding and 1 preceding) as bytes_before
                    from (
                        select id, at, kind, origin, owner, severity, message, metadata::text as metadata
                        from %1$s
                        order by id %2$s
                        limit %3$d) as page) as bounded
                where coalesce(bytes_before, 0) < %4$d
                order by id %2$s
                """.formatted(from, order, limit, SLICE_BYTES);
        Future<RowSet<Row>> rows = anew
                ? planned(sql, conditions.parameters())
                : pool.preparedQuery(sql).execute(conditions.parameters());
        return rows.map(known -> slice(known, limit)).recover(ReaderSql::fault);
    }

    /**
     * A statement that ran five times gets one plan for whatever values, which takes any range of ids for a 200th of the
     * events. So few it would rather sort than read in order, and sort all that were ever stored, to show a hundred.
     */
    private Future<RowSet<Row>> planned(String sql, Tuple parameters) {
        return Transactions.in(
                pool,
                connection -> connection
                        .query("set local plan_cache_mode = force_custom_plan")
                        .execute()
                        .compose(set -> connection.preparedQuery(sql).execute(parameters)));
    }

    private static Slice slice(RowSet<Row> rows, int limit) {
        List<Event> events = rows.stream().map(ReaderSql::event).toList();
        boolean all = events.isEmpty() || rows.iterator().next().getLong(ROWS) == events.size();
        return new Slice(events, !all || events.size() == limit);
    }

    private static String from(ConditionsSql conditions, List<BlockSql.Range> runs, List<String> all, int limit) {
        if (runs.size() == 1) {
            all.add("id >= " + conditions.parameter(runs.getFirst().first()) + " and id <= "
                    + conditions.parameter(runs.getFirst().last()));
            return "event where " + String.join(" and ", all);
        }
        Long[] firsts = runs.stream().map(BlockSql.Range::first).toArray(Long[]::new);
        Long[] lasts = runs.stream().map(BlockSql.Range::last).toArray(Long[]::new);
        all.add("id between run_first and run_last");
        // Run by run: left to join as it likes, PostgreSQL may go through all events and look for the run of each.
        return "unnest(" + conditions.parameter(firsts) + "::bigint[], " + conditions.parameter(lasts)
                + "::bigint[]) as run(run_first, run_last) cross join lateral (select * from event where "
                + String.join(" and ", all) + " order by id desc limit " + limit + ") as found";
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
