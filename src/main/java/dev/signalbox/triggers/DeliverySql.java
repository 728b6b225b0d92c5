package dev.signalbox.triggers;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Severity;
import dev.signalbox.db.SqlFaults;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    // Of the triggers with tries, those that change; mostly none. Locked in the order of their ids, as every
    // transaction
    // does that locks several, so that none locks another out.
    private static final String CHANGING = """
            select id from event_trigger
            where id = any ($1)
                  and (failing_since is not null or succeeded is null or succeeded < now() - interval '10 seconds')
               or id = any ($2) and stopped = ''
               or id = any ($3)
                  and (failing_since is null or (stopped = '' and failing_since < now() - make_interval(secs => $4)))
            order by id
            for no key update
            """;

    private static final String SUCCEEDED = """
            update event_trigger set succeeded = now(), failing_since = null
            where id = any ($1)
              and (failing_since is not null or succeeded is null or succeeded < now() - interval '10 seconds')
            """;

    // Of a target that has failed for long without one success, the node stops itself, and says so.
    private static final String FAILED = """
            update event_trigger
            set failing_since = coalesce(failing_since, now()),
                stopped = case when failing_since < now() - make_interval(secs => $2) then 'failing' else stopped end,
                updated = case when failing_since < now() - make_interval(secs => $2) and stopped = ''
                               then clock_timestamp() else updated end
            where id = any ($1)
              and (failing_since is null or (stopped = '' and failing_since < now() - make_interval(secs => $2)))
            returning id, stopped
            """;

    private static final String GONE = """
            update event_trigger set stopped = 'gone', updated = clock_timestamp()
            where id = any ($1) and stopped = ''
            returning id
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
        return pool.withTransaction(connection -> connection
                        .preparedQuery(ATTEMPTS)
                        .execute(attempts(tried))
                        .compose(done -> connection.preparedQuery(STATES).execute(states(tried)))
                        .compose(done -> change(connection, tried, giveUp)))
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

    /** The triggers that were stopped. */
    private static Future<List<UUID>> change(SqlClient connection, List<Tried> tried, Duration giveUp) {
        UUID[] succeeded = triggers(tried, Tried::succeeded);
        UUID[] gone = triggers(tried, Tried::gone);
        UUID[] failed = triggers(tried, Tried::failed);
        double seconds = giveUp.toSeconds();
        return connection
                .preparedQuery(CHANGING)
                .execute(Tuple.of(succeeded, gone, failed, seconds))
                .compose(rows -> {
                    // Others may change meanwhile, but are not locked.
                    Set<UUID> ours = rows.stream().map(row -> row.getUUID(0)).collect(Collectors.toSet());
                    return run(connection, SUCCEEDED, among(ours, succeeded))
                            .compose(done -> run(connection, GONE, among(ours, gone)))
                            .compose(stopped -> fail(connection, among(ours, failed), seconds)
                                    .map(more -> Stream.concat(stopped.stream(), more.stream())
                                            .toList()));
                });
    }

    private static UUID[] among(Set<UUID> ours, UUID[] triggers) {
        return Stream.of(triggers).filter(ours::contains).toArray(UUID[]::new);
    }

    /** Those that have failed for too long. */
    private static Future<List<UUID>> fail(SqlClient connection, UUID[] triggers, double giveUpSeconds) {
        return triggers.length == 0
                ? Future.succeededFuture(List.of())
                : connection
                        .preparedQuery(FAILED)
                        .execute(Tuple.of(triggers, giveUpSeconds))
                        .map(rows -> rows.stream()
                                .filter(row -> row.getString(1).equals("failing"))
                                .map(row -> row.getUUID(0))
                                .toList());
    }

    private static Future<List<UUID>> run(SqlClient connection, String sql, UUID[] triggers) {
        return triggers.length == 0
                ? Future.succeededFuture(List.of())
                : connection
                        .preparedQuery(sql)
                        .execute(Tuple.tuple().addValue(triggers))
                        .map(rows -> rows.stream().map(row -> row.getUUID(0)).toList());
    }

    private static UUID[] triggers(List<Tried> tried, java.util.function.Predicate<Tried> which) {
        return tried.stream()
                .filter(which)
                .map(outcome -> outcome.delivery().triggerId())
                .distinct()
                .sorted()
                .toArray(UUID[]::new);
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

    private static <T> T[] column(
            List<Tried> tried,
            java.util.function.IntFunction<T[]> array,
            Function<Tried, @org.jspecify.annotations.Nullable T> value) {
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
