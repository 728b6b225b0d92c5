package dev.signalbox.triggers;

import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Severity;
import dev.signalbox.db.Outbox;
import dev.signalbox.db.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A database with triggers, batches in the outbox and deliveries, as tests need them. */
final class Deliveries implements AutoCloseable {

    static final Duration LEASE = Duration.ofMinutes(1);

    /** Leaves all deliveries to whoever claims them. */
    static final Function<UUID, Duration> FREE = trigger -> Duration.ZERO;

    private final TestDatabase database;
    final Pool pool;
    final MatchSql match;
    final DeliverySql sql;
    final DeliveryLogSql log;
    final TriggerSql triggers;

    Deliveries(Vertx vertx) {
        database = TestDatabase.fresh(vertx, 8);
        pool = database.pool();
        match = new MatchSql(pool);
        sql = new DeliverySql(pool);
        log = new DeliveryLogSql(pool);
        triggers = new TriggerSql(pool);
    }

    void clear() {
        insist("truncate event_trigger, delivery, attempt, event_batch");
    }

    /** A change of whole tables; of two transactions that lock each other out, it may be the one that is sent away. */
    void insist(String sql) {
        boolean done = false;
        while (!done) {
            Throwable cause = pool.query(sql)
                    .execute()
                    .<@Nullable Throwable>map(rows -> null)
                    .otherwise(why -> why)
                    .await();
            done = cause == null;
            if (!done
                    && !(cause instanceof PgException refused
                            && refused.getSqlState().equals("40P01"))) {
                throw new AssertionError(cause);
            }
        }
    }

    UUID trigger() {
        return trigger(0);
    }

    UUID trigger(int cooldownSeconds) {
        UUID id = UUID.randomUUID();
        Trigger sample = TriggerSamples.trigger("https://hooks.example.org/", Format.JSON);
        triggers.insert(new Trigger(
                        id,
                        "t",
                        true,
                        Set.of(),
                        List.of(),
                        List.of(),
                        "",
                        sample.url(),
                        sample.secrets(),
                        Format.JSON,
                        "",
                        Map.of(),
                        cooldownSeconds,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "",
                        null,
                        null,
                        null,
                        0))
                .await();
        return id;
    }

    Trigger get(UUID trigger) {
        return triggers.get(trigger).await().orElseThrow();
    }

    /** Puts a batch of events into the outbox. */
    Outbox.Entry batch(long firstId, long lastId) {
        pool.preparedQuery("""
                        insert into event_batch (consumer, first_id, last_id, minutes, severities, counts)
                        values ('count', $1, $2, '{}', '{}', '{}'), ('trigger', $1, $2, '{}', '{}', '{}')
                        """).execute(Tuple.of(firstId, lastId)).await();
        return new Outbox.Entry(firstId, lastId);
    }

    static List<Event> events(long firstId, int count) {
        return LongStream.range(firstId, firstId + count)
                .mapToObj(id -> new Event(
                        id, TriggerSamples.NOW, "log", "db-1", "laptop", Severity.ERROR, "message " + id, "{\"n\": 1}"))
                .toList();
    }

    /** What lets these events through, all of them. */
    static Admission all(UUID trigger, List<Event> events) {
        return new Admission(trigger, 0, events, 0, false);
    }

    /** Settles one batch that makes deliveries which anyone may claim. */
    List<UUID> make(UUID trigger, int count) {
        long first = EventId.floor(Instant.now());
        settle(batch(first, first + count - 1L), FREE, all(trigger, events(first, count)))
                .await();
        return ids("select id from delivery where trigger_id = $1 order by id desc limit " + count, trigger)
                .reversed();
    }

    Future<MatchSql.Settled> settle(Outbox.Entry entry, Function<UUID, Duration> lease, Admission... admissions) {
        return settle(List.of(entry), taken -> taken.isEmpty() ? List.of() : List.of(admissions), lease);
    }

    /** By the triggers as they are. */
    Future<MatchSql.Settled> settle(
            List<Outbox.Entry> entries,
            Function<Set<Outbox.Entry>, List<Admission>> admissions,
            Function<UUID, Duration> lease) {
        return match.settle(entries, revision(), admissions, lease).map(Optional::orElseThrow);
    }

    long revision() {
        return triggers.version().await().revision();
    }

    List<Delivery> claim(int most, UUID... of) {
        return claim(most, 1_000, of).await();
    }

    Future<List<Delivery>> claim(int most, int limit, UUID... of) {
        Map<UUID, Integer> wanted = new java.util.HashMap<>();
        for (UUID trigger : of) {
            wanted.put(trigger, most);
        }
        return sql.claim(LEASE, wanted, limit);
    }

    /** Records one try of each. */
    List<UUID> tried(List<Delivery> deliveries, int status) {
        Outcome outcome = new Outcome(status, 12, status == 200 ? "" : "failed", "said", true, null, false);
        List<Tried> tried = new ArrayList<>();
        deliveries.forEach(delivery -> tried.add(Tried.of(delivery, Instant.now(), outcome, new java.util.Random(7))));
        return sql.record(tried, Duration.ofDays(5)).await();
    }

    void run(String sql, Object... parameters) {
        pool.preparedQuery(sql).execute(Tuple.from(parameters)).await();
    }

    long count(String from, Object... parameters) {
        return pool.preparedQuery("select count(*) from " + from)
                .execute(Tuple.from(parameters))
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    List<UUID> ids(String sql, Object... parameters) {
        List<UUID> ids = new ArrayList<>();
        pool.preparedQuery(sql).execute(Tuple.from(parameters)).await().forEach(row -> ids.add(row.getUUID(0)));
        return ids;
    }

    @Nullable
    Row row(UUID delivery) {
        return pool.preparedQuery("select * from delivery where id = $1").execute(Tuple.of(delivery)).await().stream()
                .findFirst()
                .orElse(null);
    }

    String state(UUID delivery) {
        Row row = row(delivery);
        return row == null ? "gone" : row.getString("state");
    }

    static List<UUID> idsOf(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::id).toList();
    }

    @Override
    public void close() {
        database.close();
    }
}
