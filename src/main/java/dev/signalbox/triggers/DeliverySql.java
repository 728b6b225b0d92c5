package dev.signalbox.triggers;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Severity;
import dev.signalbox.db.SqlFaults;
import dev.signalbox.db.Transactions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Deliveries on their way: claimed by one worker at a time, and what became of each try. Thread-safe. */
final class DeliverySql {

    private static final String EVENT =
            "event_id, at, kind, origin, owner, severity, message, metadata::text as metadata";

    private static final String CLAIM = """
            with picked as materialized (
                select found.id
                from unnest($2::uuid[], $3::integer[]) as wanted(trigger_id, most)
                cross join lateral (
                    select id from delivery
                    where state = 'due' and trigger_id = wanted.trigger_id and due <= now()
                    order by due
                    limit wanted.most
                    for update skip locked) as found
                limit $4)
            update delivery set due = now() + make_interval(secs => $1)
            where id in (select id from picked)
            returning id, trigger_id, suppressed, created, attempts, forgiven,
            """ + EVENT;

    private static final String RELEASE = "update delivery set due = now() where id = any ($1) and state = 'due'";

    private static final String ATTEMPTS = """
            insert into attempt (delivery_id, number, at, latency_ms, status, error, snippet)
            select tried.* from unnest($1::uuid[], $2::integer[], $3::timestamptz[], $4::integer[], $5::integer[],
                                       $6::text[], $7::text[])
                 as tried(delivery_id, number, at, latency_ms, status, error, snippet)
            -- It may have been removed with its trigger meanwhile.
            where exists (select 1 from delivery where delivery.id = tried.delivery_id)
            on conflict do nothing
            """;

    private static final String STATES = """
            update delivery as d
            set state = tried.state, attempts = tried.number, due = tried.due, forgiven = d.forgiven + tried.forgiven,
                ended = case when tried.state = 'due' then null else now() end
            from unnest($1::uuid[], $2::integer[], $3::text[], $4::timestamptz[], $5::integer[])
                 as tried(id, number, state, due, forgiven)
            where d.id = tried.id and d.state = 'due'
            """;

    private static final String EXPIRED = """
            with expired as materialized (
                select id from delivery
                where id < $1
                  and (state <> 'due' or not exists (select 1 from event_trigger where event_trigger.id = trigger_id))
                order by id
                limit $2
            ), gone as (
                delete from delivery where id in (select id from expired) returning id
            ), cleaned as (
                delete from attempt using gone where attempt.delivery_id = gone.id
            )
            select count(*) from gone
            """;

    private static final String ORPHANS = """
            with orphans as materialized (
                select delivery.id from event_trigger
                join delivery on delivery.trigger_id = event_trigger.id
                where event_trigger.removed is not null
                limit $1
            ), gone as (
                delete from delivery where id in (select id from orphans) returning id
            ), cleaned as (
                delete from attempt using gone where attempt.delivery_id = gone.id
            ), forgotten as (
                delete from event_trigger
                where removed is not null
                  and not exists (select 1 from delivery where delivery.trigger_id = event_trigger.id)
            )
            select count(*) from gone
            """;

    private final Pool pool;

    DeliverySql(Pool pool) {
        this.pool = pool;
    }

    /**
     * Makes due deliveries ours alone, of each trigger those that are due longest.
     *
     * @param lease after which another worker may take them over
     * @param wanted how many of each trigger at most; others are not looked at, however many are due
     */
    Future<List<Delivery>> claim(Duration lease, Map<UUID, Integer> wanted, int limit) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.tuple()
                        .addValue(lease.toMillis() / 1_000.0)
                        .addValue(wanted.keySet().toArray(UUID[]::new))
                        .addValue(wanted.values().toArray(Integer[]::new))
                        .addValue((long) limit))
                .map(rows -> {
                    long now = System.nanoTime();
                    return rows.stream().map(row -> delivery(row, now)).toList();
                })
                .recover(DeliverySql::fault);
    }

    /** Makes deliveries due again that are ours and were not tried. */
    Future<Void> release(List<Delivery> deliveries) {
        UUID[] ids = deliveries.stream().map(Delivery::id).sorted().toArray(UUID[]::new);
        return pool.preparedQuery(RELEASE)
                .execute(Tuple.tuple().addValue(ids))
                .recover(DeliverySql::fault)
                .mapEmpty();
    }

    /**
     * Records tries and what they mean for their deliveries and triggers, in one transaction.
     *
     * @param giveUp how long a trigger may fail before it is stopped
     * @return the triggers that were stopped because of them
     */
    Future<List<UUID>> record(List<Tried> tried, Duration giveUp) {
        return Transactions.in(
                        pool,
                        connection -> connection
                                .preparedQuery(ATTEMPTS)
                                .execute(attempts(tried))
                                .compose(
                                        done -> connection.preparedQuery(STATES).execute(states(tried)))
                                .compose(done -> HealthSql.record(connection, tried, giveUp)))
                .recover(DeliverySql::fault);
    }

    /** How long the delivery of an active trigger that is due longest has been; zero when none is. */
    Future<Duration> oldestDue() {
        return pool.query("""
                        select coalesce(extract(epoch from now() - min(oldest.due)), 0)::float8
                        from event_trigger as t
                        cross join lateral (
                            select due from delivery
                            where state = 'due' and trigger_id = t.id and due < now()
                            order by due limit 1) as oldest
                        where t.enabled and t.stopped = '' and t.removed is null
                        """)
                .execute()
                .map(rows -> Duration.ofMillis((long) (rows.iterator().next().getDouble(0) * 1_000)))
                .recover(DeliverySql::fault);
    }

    /**
     * Removes deliveries that were made longer ago than {@code retention} and are not due, and those of removed triggers.
     *
     * @param limit of each in one transaction
     */
    Future<Void> expire(Duration retention, int limit) {
        Tuple old = Tuple.of(DeliveryId.floor(Instant.now().minus(retention)), (long) limit);
        return remove(EXPIRED, old, limit)
                .compose(done -> remove(ORPHANS, Tuple.of((long) limit), limit))
                .recover(DeliverySql::fault);
    }

    private Future<Void> remove(String sql, Tuple parameters, int limit) {
        return pool.preparedQuery(sql)
                .execute(parameters)
                .compose(rows -> rows.iterator().next().getLong(0) < limit
                        ? Future.succeededFuture()
                        : remove(sql, parameters, limit));
    }

    private static Tuple attempts(List<Tried> tried) {
        return Tuple.tuple()
                .addValue(
                        column(tried, UUID[]::new, outcome -> outcome.delivery().id()))
                .addValue(column(tried, Integer[]::new, Tried::number))
                .addValue(column(tried, OffsetDateTime[]::new, outcome -> utc(outcome.at())))
                .addValue(column(tried, Integer[]::new, outcome ->
                        (int) outcome.outcome().latencyMillis()))
                .addValue(column(
                        tried, Integer[]::new, outcome -> outcome.outcome().status()))
                .addValue(column(
                        tried, String[]::new, outcome -> outcome.outcome().error()))
                .addValue(column(
                        tried, String[]::new, outcome -> outcome.outcome().snippet()));
    }

    private static Tuple states(List<Tried> tried) {
        return Tuple.tuple()
                .addValue(
                        column(tried, UUID[]::new, outcome -> outcome.delivery().id()))
                .addValue(column(tried, Integer[]::new, Tried::number))
                .addValue(column(tried, String[]::new, Tried::state))
                .addValue(column(
                        tried, OffsetDateTime[]::new, outcome -> outcome.due() == null ? null : utc(outcome.due())))
                .addValue(column(tried, Integer[]::new, outcome -> outcome.cutOff() ? 1 : 0));
    }

    private static <T> T[] column(List<Tried> tried, IntFunction<T[]> array, Function<Tried, @Nullable T> value) {
        T[] column = array.apply(tried.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(tried.get(i));
        }
        return column;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Delivery delivery(Row row, long claimed) {
        return new Delivery(
                row.getUUID("id"),
                row.getUUID("trigger_id"),
                event(row),
                row.getLong("suppressed"),
                row.getOffsetDateTime("created").toInstant(),
                row.getInteger("attempts"),
                row.getInteger("forgiven"),
                claimed);
    }

    static Event event(Row row) {
        return new Event(
                row.getLong("event_id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("kind"),
                row.getString("origin"),
                row.getString("owner"),
                Severity.values()[row.getShort("severity")],
                row.getString("message"),
                row.getString("metadata"));
    }

    private static <T> Future<T> fault(Throwable cause) {
        return Future.failedFuture(SqlFaults.translate(cause));
    }
}
