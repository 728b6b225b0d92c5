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

    /** A run of ids, both ends exclusive, and how much of it is wanted from which end. */
    record Run(long after, long before, int limit, boolean newestFirst) {}

    private static final String SELECT =
            "select id, at, kind, origin, owner, severity, message, metadata::text from event where ";

    private static final Severity[] SEVERITIES = Severity.values();

    private final Pool pool;

    ReaderSql(Pool pool) {
        this.pool = pool;
    }

    Future<Optional<Event>> get(long id) {
        return pool.preparedQuery(SELECT + "id = $1")
                .execute(Tuple.of(id))
                .map(rows -> rows.stream().findFirst().map(ReaderSql::event))
                .recover(ReaderSql::fault);
    }

    /** Events of a run that meet the filter, regular expressions aside. */
    Future<List<Event>> list(Filter filter, Search search, Run run) {
        Conditions conditions = new Conditions();
        String end = " order by id " + (run.newestFirst() ? "desc" : "asc") + " limit " + run.limit();
        String sql = timed(filter)
                ? timedList(conditions, filter, search, run, end)
                : plainList(conditions, filter, search, run) + end;
        return pool.preparedQuery(sql)
                .execute(conditions.parameters())
                .map(rows -> rows.stream().map(ReaderSql::event).toList())
                .recover(ReaderSql::fault);
    }

    static boolean timed(Filter filter) {
        return filter.since() != null || filter.until() != null;
    }

    private static String plainList(Conditions conditions, Filter filter, Search search, Run run) {
        List<String> all = ids(conditions, run.after(), run.before());
        all.addAll(conditions.contents(filter, search));
        return SELECT + String.join(" and ", all);
    }

    /**
     * Most events arrive within a minute of their own time, so a range of times is a range of ids, a minute wider. Those
     * that do not are marked, and found by an index of their own.
     */
    private static String timedList(Conditions conditions, Filter filter, Search search, Run run, String end) {
        List<String> common = conditions.contents(filter, search);
        common.addAll(conditions.times(filter));
        List<String> near =
                ids(conditions, Math.max(run.after(), lowest(filter)), Math.min(run.before(), highest(filter)));
        near.add("not late");
        near.addAll(common);
        List<String> late = ids(conditions, run.after(), run.before());
        late.add("late");
        late.addAll(common);
        return "select * from ((" + SELECT + String.join(" and ", near) + end + ") union all (" + SELECT
                + String.join(" and ", late) + end + ")) as both_kinds" + end;
    }

    private static List<String> ids(Conditions conditions, long after, long before) {
        List<String> ids = new ArrayList<>();
        ids.add("id > " + conditions.parameter(after));
        ids.add("id < " + conditions.parameter(before));
        return ids;
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
