package dev.signalbox.monitors;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Monitors.ListPings;
import dev.signalbox.bus.Monitors.Overview;
import dev.signalbox.bus.Monitors.Ping;
import dev.signalbox.bus.Monitors.Pings;
import dev.signalbox.bus.Monitors.Strip;
import dev.signalbox.bus.Monitors.Strips;
import dev.signalbox.db.SqlFaults;
import dev.signalbox.db.Transactions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and removes monitors. Every failed future carries a {@link FaultException}. */
final class MonitorsSql {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final String STRIPS = """
            select s.id, m.origin, s.owner, m.created, last.hour, last.millis
            from strip s
            join monitor m on m.id = s.monitor
            cross join lateral (
                select c.hour, max(c.millis[cardinality(c.millis)]) as millis
                from check_in c
                where c.strip = s.id
                group by c.hour
                order by c.hour desc
                limit 1) last
            order by m.origin collate "C", s.owner collate "C\"""";

    // By hour, because the index delivers it so: nothing is sorted or spilled, and of 1 000 strips come 49 rows.
    // Turn: when the first of an hour's check-ins moves on to the next bar, in milliseconds of the hour that is now.
    private static final String HOURS = """
            select hour,
                array_agg(strip) as strips,
                array_agg(width_bucket($2::integer, millis)) as early,
                array_agg(cardinality(millis)) as total,
                min(coalesce(millis[width_bucket($2::integer, millis) + 1], millis[1] + 3600000)) as turn
            from check_in
            where hour >= $1
            group by hour""";

    // Each strip is read backwards only until it alone could fill the answer; the ties keep its last hour whole.
    private static final String PINGS = """
            select s.owner, p.hour, p.millis
            from monitor m
            join strip s on s.monitor = m.id
            cross join lateral (
                select c.hour, one.millis
                from check_in c
                cross join lateral unnest(c.millis) as one(millis)
                where c.strip = s.id
                    and c.hour between $2 and $4
                    and (c.hour, one.millis) >= ($2, $3)
                    and (c.hour, one.millis) < ($4, $5)
                order by c.hour desc
                fetch first ($6::bigint) rows with ties) p
            where m.origin = $1 and ($7::text = '' or s.owner = $7)
            order by p.hour desc, p.millis desc, s.owner collate "C"
            limit $6::bigint""";

    private static final String EXISTS = "select from monitor where origin = $1";

    private static final String REMOVE = """
            with gone as (
                delete from monitor where origin = $1 returning id),
            history as (
                delete from check_in c using strip s, gone where c.strip = s.id and s.monitor = gone.id)
            select id from gone""";

    private static final String CLEAR_CHECK_INS = "truncate check_in";

    // Locked in the order in which creating a strip locks them, so that the two cannot wait for each other in a circle.
    private static final String CLEAR_MONITORS =
            "delete from monitor where id in (select id from monitor order by id for update)";

    private final Pool pool;

    MonitorsSql(Pool pool) {
        this.pool = pool;
    }

    /** Every strip that has a check-in, however old, by origin and then owner (in the order of their UTF-8 bytes). */
    Future<Strips> overview(Overview wanted) {
        Stamp now = Stamp.of(wanted.now());
        Future<RowSet<Row>> strips = pool.preparedQuery(STRIPS).execute();
        Future<RowSet<Row>> hours =
                pool.preparedQuery(HOURS).execute(Tuple.of(now.hour() - wanted.hours(), now.millis()));
        return faulty(Future.all(strips, hours).map(read -> {
            Map<Long, Bars> bars = bars(hours.result(), now, wanted.hours());
            return new Strips(strips(strips.result(), bars, wanted.hours()), next(hours.result(), now));
        }));
    }

    private static @Nullable Instant next(RowSet<Row> rows, Stamp now) {
        OptionalInt turn = StreamSupport.stream(rows.spliterator(), false)
                .mapToInt(row -> row.getInteger("turn"))
                .min();
        return turn.isPresent() ? new Stamp(now.hour(), 0).at().plusMillis(turn.getAsInt()) : null;
    }

    private static Map<Long, Bars> bars(RowSet<Row> rows, Stamp now, int hours) {
        Map<Long, Bars> bars = new HashMap<>();
        for (Row row : rows) {
            int hoursBack = now.hour() - row.getInteger("hour");
            Long[] strips = row.getArrayOfLongs("strips");
            Integer[] early = row.getArrayOfIntegers("early");
            Integer[] total = row.getArrayOfIntegers("total");
            for (int i = 0; i < strips.length; i++) {
                bars.computeIfAbsent(strips[i], strip -> new Bars(hours)).add(hoursBack, early[i], total[i] - early[i]);
            }
        }
        return bars;
    }

    private static List<Strip> strips(RowSet<Row> rows, Map<Long, Bars> bars, int hours) {
        Bars none = new Bars(hours);
        List<Strip> strips = new ArrayList<>(rows.size());
        for (Row row : rows) {
            strips.add(new Strip(
                    row.getString("origin"),
                    row.getString("owner"),
                    row.get(OffsetDateTime.class, "created").toInstant(),
                    at(row),
                    bars.getOrDefault(row.getLong("id"), none).newestLast()));
        }
        return strips;
    }

    /** Newest first; {@link Fault.NotFound} when there is no such monitor. */
    Future<Pings> pings(ListPings wanted) {
        Stamp since = Stamp.of(wanted.since() == null ? FIRST : wanted.since());
        Stamp until = Stamp.of(wanted.until() == null ? LAST : wanted.until());
        Tuple range = Tuple.tuple()
                .addString(wanted.origin())
                .addInteger(since.hour())
                .addInteger(since.millis())
                .addInteger(until.hour())
                .addInteger(until.millis())
                .addLong((long) wanted.limit())
                .addString(wanted.owner());
        return faulty(pool.preparedQuery(PINGS).execute(range).compose(rows -> pings(wanted.origin(), rows)));
    }

    private Future<Pings> pings(String origin, RowSet<Row> rows) {
        List<Ping> pings = new ArrayList<>(rows.size());
        for (Row row : rows) {
            pings.add(new Ping(at(row), row.getString("owner")));
        }
        if (!pings.isEmpty()) {
            return Future.succeededFuture(new Pings(pings));
        }
        return pool.preparedQuery(EXISTS)
                .execute(Tuple.of(origin))
                .compose(found -> found.rowCount() > 0 ? Future.succeededFuture(new Pings(pings)) : unknown(origin));
    }

    /** Removes one monitor and its history; {@link Fault.NotFound} when there is no such monitor. */
    Future<Void> remove(String origin) {
        return faulty(pool.preparedQuery(REMOVE)
                .execute(Tuple.of(origin))
                .compose(gone -> gone.size() > 0 ? Future.succeededFuture() : unknown(origin)));
    }

    /** Removes all monitors and their history. */
    Future<Void> clear() {
        return faulty(Transactions.in(
                pool,
                connection -> connection
                        .query(CLEAR_CHECK_INS)
                        .execute()
                        .compose(empty -> connection.query(CLEAR_MONITORS).execute())
                        .mapEmpty()));
    }

    private static Instant at(Row row) {
        return new Stamp(row.getInteger("hour"), row.getInteger("millis")).at();
    }

    private static <T> Future<T> unknown(String origin) {
        return Future.failedFuture(new FaultException(new Fault.NotFound("there is no monitor \"" + origin + "\"")));
    }

    private static <T> Future<T> faulty(Future<T> answer) {
        return answer.recover(cause -> Future.failedFuture(SqlFaults.translate(cause)));
    }
}
