package dev.signalbox.triggers;

import dev.signalbox.bus.EventJson;
import dev.signalbox.bus.Severity;
import dev.signalbox.bus.Triggers;
import dev.signalbox.bus.Triggers.Attempt;
import dev.signalbox.bus.Triggers.DeliveryLog;
import dev.signalbox.bus.Triggers.FindDeliveries;
import dev.signalbox.db.SqlFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people ask about deliveries, and their wish that some be made again. Thread-safe. */
final class DeliveryLogSql {

    /** Of a message in a list. */
    private static final int SHORT = 300;

    private static final String DELIVERY = """
            select d.id, d.trigger_id, t.name as trigger_name, d.event_id, d.at, d.kind, d.origin, d.owner, d.severity,
                   d.message, d.metadata::text as metadata, d.state, d.created, d.due, d.ended, d.attempts,
                   coalesce(a.status, 0) as status, coalesce(a.error, '') as error
            from delivery as d
            join event_trigger as t on t.id = d.trigger_id and t.removed is null
            left join attempt as a on a.delivery_id = d.id and a.number = d.attempts
            """;

    // Not what is being tried, or is about to be: that would be tried twice.
    private static final String REPLAY = """
            update delivery set state = 'due', due = now(), ended = null, forgiven = attempts
            where (state <> 'due' or due > now() + make_interval(secs => $1)) and id =
            """;

    /** Deliveries that are made due again in one transaction. */
    private static final int PART = 10_000;

    // The order by trigger_id, of which there is but one, leaves the planner only the indexes that begin with it. Where
    // one trigger has most of the rows, it otherwise looks for those of another among all of them.
    static final String COUNTS = """
            select t.id, last.done, given_up.dead, waiting.due, newest.created
            from event_trigger as t
            left join lateral (
                select created from delivery
                where trigger_id between t.id and t.id order by trigger_id desc, id desc limit 1) as newest on true
            cross join lateral (
                select count(*) filter (where state = 'done') as done
                from (select state from delivery
                      where (trigger_id, id) > (t.id, $1) and trigger_id <= t.id
                      order by trigger_id desc, id desc limit $2)) as last
            cross join lateral (
                select count(*) as due from (
                    select 1 from delivery
                    where state = 'due' and trigger_id between t.id and t.id order by trigger_id limit $2)) as waiting
            cross join lateral (
                select count(*) as dead from (
                    select 1 from delivery
                    where state = 'dead' and trigger_id between t.id and t.id order by trigger_id limit $2)) as given_up
            where t.removed is null
            """;

    /**
     * Deliveries of a trigger, by state: done, among the newest thousand of those made in the last day; due and dead, of
     * all that are kept, a thousand at most. One that dies was made days before: of the last day it would be none.
     *
     * @param newest when the last delivery was made that is still kept
     */
    record Recent(long done, long due, long dead, @Nullable Instant newest) {

        static final Recent NONE = new Recent(0, 0, 0, null);
    }

    private final Pool pool;

    DeliveryLogSql(Pool pool) {
        this.pool = pool;
    }

    /** Of all triggers. */
    Future<Map<UUID, Recent>> recent() {
        return recent("", bounds());
    }

    /** Of one, which costs as much however many there are. */
    Future<Recent> recent(UUID trigger) {
        return recent(" and t.id = $3", bounds().addValue(trigger))
                .map(recent -> recent.getOrDefault(trigger, Recent.NONE));
    }

    private static Tuple bounds() {
        return Tuple.of(DeliveryId.floor(Instant.now().minus(Duration.ofDays(1))), (long) Triggers.COUNTED);
    }

    private Future<Map<UUID, Recent>> recent(String which, Tuple parameters) {
        return pool.preparedQuery(COUNTS + which)
                .execute(parameters)
                .map(rows -> {
                    Map<UUID, Recent> recent = new HashMap<>();
                    rows.forEach(row -> recent.put(
                            row.getUUID("id"),
                            new Recent(
                                    row.getLong("done"),
                                    row.getLong("due"),
                                    row.getLong("dead"),
                                    instant(row.getOffsetDateTime("created")))));
                    return recent;
                })
                .recover(DeliveryLogSql::fault);
    }

    /** Newest first; one more than the limit tells that more follow. */
    Future<List<Triggers.Delivery>> find(FindDeliveries ask, @Nullable UUID trigger, @Nullable UUID before) {
        // Only conditions that are there: with a parameter for each that might be, the plan fits none.
        Tuple parameters = Tuple.tuple();
        StringBuilder where = new StringBuilder("where true");
        if (trigger != null) {
            where.append(" and d.trigger_id = $")
                    .append(parameters.addValue(trigger).size());
        }
        if (!ask.state().isEmpty()) {
            where.append(" and d.state = '").append(literal(ask.state())).append('\'');
        }
        if (before != null) {
            where.append(" and d.id < $").append(parameters.addValue(before).size());
        }
        where.append(" order by d.id desc limit $")
                .append(parameters.addValue(ask.limit() + 1L).size());
        return pool.preparedQuery(DELIVERY + where)
                .execute(parameters)
                .map(rows -> rows.stream().map(DeliveryLogSql::delivery).toList())
                .recover(DeliveryLogSql::fault);
    }

    /** As it stands in a statement, where an index asks for it; so it must be one of those there are. */
    private static String literal(String state) {
        return switch (state) {
            case "done", "dead", "due" -> state;
            default -> throw new IllegalArgumentException(state);
        };
    }

    Future<Optional<DeliveryLog>> get(UUID id) {
        return pool.preparedQuery(DELIVERY + "where d.id = $1")
                .execute(Tuple.of(id))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.<DeliveryLog>empty())
                        : attempts(id).map(attempts -> {
                            Row row = rows.iterator().next();
                            return Optional.of(
                                    new DeliveryLog(delivery(row), EventJson.write(DeliverySql.event(row)), attempts));
                        }))
                .recover(DeliveryLogSql::fault);
    }

    /**
     * Whether it was there, and not due anyway.
     *
     * @param soon what is due within that time stays as it is
     */
    Future<Integer> replay(UUID delivery, Duration soon) {
        return pool.preparedQuery(REPLAY + "$2")
                .execute(Tuple.of(seconds(soon), delivery))
                .map(rows -> rows.rowCount())
                .recover(DeliveryLogSql::fault);
    }

    /**
     * How many of a trigger's deliveries there were to replay: of the state and the times that are asked for, both ends of
     * which may be open.
     *
     * @param soon what is due within that time stays as it is
     */
    Future<Integer> replay(UUID trigger, Triggers.Replay ask, Duration soon) {
        UUID since = DeliveryId.floor(ask.since() == null ? Instant.EPOCH : ask.since());
        UUID until = ask.until() == null ? new UUID(-1, -1) : DeliveryId.floor(ask.until());
        return replay(trigger, ask.state(), since, until, soon, 0).recover(DeliveryLogSql::fault);
    }

    private Future<Integer> replay(UUID trigger, String state, UUID from, UUID until, Duration soon, int before) {
        String which = state.isEmpty() ? "" : " and state = '" + literal(state) + "'";
        return pool.preparedQuery("""
                        with part as materialized (
                            select id from delivery
                            where trigger_id = $2 and id >= $3 and id < $4
                              and (state <> 'due' or due > now() + make_interval(secs => $1)) %s
                            order by id
                            limit $5
                        ), replayed as (
                            update delivery set state = 'due', due = now(), ended = null, forgiven = attempts
                            where id in (select id from part)
                            returning id
                        )
                        select id from replayed order by id desc
                        """.formatted(which))
                .execute(Tuple.of(seconds(soon), trigger, from, until, (long) PART))
                .compose(rows -> {
                    int all = before + rows.size();
                    return rows.size() < PART
                            ? Future.succeededFuture(all)
                            // What was replayed is due now, and is not found again.
                            : replay(trigger, state, rows.iterator().next().getUUID(0), until, soon, all);
                });
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    private Future<List<Attempt>> attempts(UUID delivery) {
        return pool.preparedQuery(
                        "select number, at, latency_ms, status, error, snippet from attempt where delivery_id = $1 order by number")
                .execute(Tuple.of(delivery))
                .map(rows -> rows.stream()
                        .map(row -> new Attempt(
                                row.getInteger(0),
                                row.getOffsetDateTime(1).toInstant(),
                                row.getInteger(2),
                                row.getInteger(3),
                                row.getString(4),
                                row.getString(5)))
                        .toList());
    }

    private static Triggers.Delivery delivery(Row row) {
        return new Triggers.Delivery(
                row.getUUID("id").toString(),
                row.getUUID("trigger_id").toString(),
                row.getString("trigger_name"),
                Long.toString(row.getLong("event_id")),
                row.getString("origin"),
                Severity.values()[row.getShort("severity")].word(),
                Ellipsis.cut(row.getString("message"), SHORT),
                row.getString("state"),
                row.getOffsetDateTime("created").toInstant(),
                instant(row.getOffsetDateTime("due")),
                instant(row.getOffsetDateTime("ended")),
                row.getInteger("attempts"),
                row.getInteger("status"),
                row.getString("error"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static <T> Future<T> fault(Throwable cause) {
        return Future.failedFuture(SqlFaults.translate(cause));
    }
}
