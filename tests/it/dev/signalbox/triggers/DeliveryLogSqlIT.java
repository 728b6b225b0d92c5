package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Triggers;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see of deliveries, and replays, on a real database. */
class DeliveryLogSqlIT {

    /** Of a lease. */
    private static final Duration SOON = Duration.ofSeconds(25);

    private static Vertx vertx;
    private static Deliveries store;

    private UUID trigger;
    private UUID done;
    private UUID dead;
    private UUID due;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        store = new Deliveries(vertx);
    }

    @AfterAll
    static void close() {
        store.close();
        vertx.close().await();
    }

    /** One of each state, made an hour apart, the done one first. */
    @BeforeEach
    void make() {
        store.clear();
        trigger = store.trigger();
        Instant now = Instant.now();
        done = made(now.minus(Duration.ofHours(3)), 200);
        dead = made(now.minus(Duration.ofHours(2)), 410);
        due = made(now.minus(Duration.ofHours(1)), 500);
    }

    @Test
    void oneIsReplayedAndIsTriedAsIfItWereNew() {
        store.run("update delivery set attempts = $2 where id = $1", dead, Schedule.MAX_ATTEMPTS);

        assertThat(store.log.replay(dead, SOON).await()).isEqualTo(1);

        List<Delivery> claimed = store.claim(10, trigger);
        assertThat(Deliveries.idsOf(claimed)).containsExactly(dead);
        assertThat(claimed.getFirst().attempts()).isEqualTo(Schedule.MAX_ATTEMPTS);
        assertThat(claimed.getFirst().forgiven()).isEqualTo(Schedule.MAX_ATTEMPTS);
        store.tried(claimed, 500);
        assertThat(store.state(dead)).as("the schedule begins anew").isEqualTo("due");
    }

    @Test
    void whatIsDueOrUnknownIsNotReplayed() {
        assertThat(store.log.replay(due, SOON).await()).isZero();
        assertThat(store.log.replay(UUID.randomUUID(), SOON).await()).isZero();
    }

    @Test
    void whatWaitsForLongIsTriedNow() {
        store.run("update delivery set due = now() + interval '1 hour' where id = $1", due);

        assertThat(store.log.replay(due, SOON).await()).isEqualTo(1);
        assertThat(Deliveries.idsOf(store.claim(10, trigger))).containsExactly(due);

        store.run("update delivery set due = now() + interval '1 hour' where id = $1", due);
        assertThat(replay(trigger, "dead", null, null)).isEqualTo(1);
        assertThat(replay(trigger, "due", null, null)).isEqualTo(1);
        assertThat(store.state(done)).isEqualTo("done");
    }

    @Test
    void aLargeRangeIsReplayedWhole() {
        store.run("""
                insert into delivery (id, trigger_id, event_id, at, severity, kind, origin, owner, message, metadata, state,
                                      created, ended)
                select gen_random_uuid(), $1, 1, now(), 1, 'log', 'a', 'a', 'a', '{}', 'dead', now(), now()
                from generate_series(1, 20100)
                """, trigger);

        assertThat(replay(trigger, "dead", null, null)).isEqualTo(20_101);
        assertThat(replay(trigger, "dead", null, null)).isZero();
    }

    @Test
    void aRangeIsReplayedByStateAndTime() {
        Instant now = Instant.now();

        assertThat(replay(UUID.randomUUID(), "", null, null)).isZero();
        assertThat(replay(trigger, "dead", null, now.minus(Duration.ofMinutes(121))))
                .isZero();
        assertThat(replay(trigger, "done", now.minus(Duration.ofMinutes(179)), null))
                .isZero();
        assertThat(replay(trigger, "dead", null, null)).isEqualTo(1);
        assertThat(store.state(done)).isEqualTo("done");
        assertThat(replay(trigger, "", now.minus(Duration.ofDays(1)), now)).isEqualTo(1);
        assertThat(Deliveries.idsOf(store.claim(10, trigger))).containsExactlyInAnyOrder(done, dead);
    }

    private static int replay(UUID trigger, String state, @Nullable Instant since, @Nullable Instant until) {
        return store.log
                .replay(trigger, new Triggers.Replay("", trigger.toString(), state, since, until), SOON)
                .await();
    }

    @Test
    void aListIsNewestFirstByStateAndGoesOn() {
        assertThat(find(trigger, "", null, 10)).containsExactly(due, dead, done);
        assertThat(find(trigger, "dead", null, 10)).containsExactly(dead);
        assertThat(find(null, "", due, 10)).containsExactly(dead, done);
        assertThat(find(null, "", null, 1))
                .as("one more tells that more follow")
                .hasSize(2);
        assertThat(find(UUID.randomUUID(), "", null, 10)).isEmpty();
    }

    @Test
    void oneIsShownWithAllItsTries() {
        store.run("update delivery set due = now() where id = $1", due);
        store.tried(store.claim(1, trigger), 200);

        Triggers.DeliveryLog log = store.log.get(due).await().orElseThrow();

        assertThat(log.attempts()).extracting(Triggers.Attempt::number).containsExactly(1, 2);
        assertThat(log.attempts()).extracting(Triggers.Attempt::status).containsExactly(500, 200);
        assertThat(log.delivery().status()).isEqualTo(200);
        assertThat(log.delivery().error()).isEmpty();
        assertThat(log.delivery().ended()).isNotNull();
        assertThat(log.event()).contains("\"message\":\"message ").contains("\"n\":");
    }

    @Test
    void aLongMessageIsShortenedBetweenCharacters() {
        String message = "x" + "\uD83D\uDE80".repeat(200);
        store.run("update delivery set message = $2 where id = $1", due, message);

        assertThat(store.log.get(due).await().orElseThrow().delivery().message())
                .isEqualTo("x" + "\uD83D\uDE80".repeat(149) + "…");
        assertThat(store.log
                        .find(new Triggers.FindDeliveries("", "due", "", 10), trigger, null)
                        .await())
                .extracting(Triggers.Delivery::message)
                .allMatch(shown -> shown.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF));
    }

    @Test
    void whatBelongsToARemovedTriggerIsOutOfSight() {
        store.triggers.delete(trigger).await();

        assertThat(find(null, "", null, 10)).isEmpty();
        assertThat(store.log.get(done).await()).isEmpty();
    }

    @Test
    void whatIsDoneIsCountedOverADayAndWhatIsNotOverAll() {
        UUID quiet = store.trigger();
        assertThat(recent(trigger)).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(store.log.recent().await()).containsEntry(quiet, DeliveryLogSql.Recent.NONE);

        made(Instant.now().minus(Duration.ofHours(25)), 200);
        made(Instant.now().minus(Duration.ofHours(25)), 500);
        made(Instant.now().minus(Duration.ofHours(75)), 410);

        assertThat(recent(trigger)).isEqualTo(List.of(1L, 2L, 2L));
        assertThat(store.log.recent().await().get(trigger).newest())
                .isBetween(
                        Instant.now().minus(Duration.ofMinutes(62)),
                        Instant.now().minus(Duration.ofMinutes(59)));
    }

    @Test
    void recentCountsStopAtAThousand() {
        store.make(trigger, 1_005);
        assertThat(recent(trigger)).isEqualTo(List.of(0L, 1_000L, 1L));

        store.run("update delivery set state = 'done', due = null");
        assertThat(recent(trigger)).isEqualTo(List.of(1_000L, 0L, 0L));

        store.run("update delivery set state = 'dead'");
        assertThat(recent(trigger)).isEqualTo(List.of(0L, 0L, 1_000L));
    }

    /** Each state is the most frequent in turn, which decides what the planner thinks of. */
    @ParameterizedTest
    @ValueSource(strings = {"done", "dead", "due"})
    void aQuietTriggerIsCountedWithoutALookAtABusyOne(String state) {
        UUID busy = store.trigger();
        store.run("""
                insert into delivery (id, trigger_id, event_id, at, severity, kind, origin, owner, message, metadata, state,
                                      created, due, ended)
                select uuidv7(), $1, 1, now(), 1, 'log', 'a', 'a', 'a', '{}', case when n % 4 = 0 then 'done'
                       when n % 4 = 1 then 'dead' when n % 4 = 2 then 'due' else $2 end, now(), now(), now()
                from generate_series(1, 20000) as n
                """, busy, state);
        store.run("analyze delivery");

        assertThat(pagesRead(trigger)).isBetween(1L, 50L);
        assertThat(recent(trigger)).isEqualTo(List.of(1L, 1L, 1L));
        assertThat(recent(busy)).allMatch(count -> count > 200 && count <= 1_000);
    }

    /** What it takes to count the deliveries of one. */
    private static long pagesRead(UUID trigger) {
        String floor = "'" + DeliveryId.floor(Instant.now().minus(Duration.ofDays(1))) + "'";
        String counts = DeliveryLogSql.COUNTS.replace("$1", floor).replace("$2", "1000");
        String plan = store.pool
                .query("explain (analyze, buffers, format json) " + counts + " and t.id = '" + trigger + "'")
                .execute()
                .await()
                .iterator()
                .next()
                .getValue(0)
                .toString();
        JsonObject whole = new JsonArray(plan).getJsonObject(0).getJsonObject("Plan");
        return whole.getLong("Shared Hit Blocks") + whole.getLong("Shared Read Blocks");
    }

    /** Done, due and dead. */
    private static List<Long> recent(UUID trigger) {
        DeliveryLogSql.Recent recent = store.log.recent().await().get(trigger);
        return List.of(recent.done(), recent.due(), recent.dead());
    }

    private static List<UUID> find(UUID trigger, String state, UUID before, int limit) {
        Triggers.FindDeliveries ask = new Triggers.FindDeliveries("", state, "", limit);
        return store.log.find(ask, trigger, before).await().stream()
                .map(delivery -> UUID.fromString(delivery.id()))
                .toList();
    }

    /** A delivery as if it had been made at that time, tried once. */
    private UUID made(Instant at, int status) {
        UUID fresh = store.make(trigger, 1).getFirst();
        store.tried(
                store.claim(10, trigger).stream()
                        .filter(delivery -> delivery.id().equals(fresh))
                        .toList(),
                status);
        UUID id = DeliveryId.of(at, 0, new Random(at.toEpochMilli()));
        store.run(
                "update delivery set id = $2, created = $3 where id = $1",
                fresh,
                id,
                at.atOffset(java.time.ZoneOffset.UTC));
        store.run("update attempt set delivery_id = $2 where delivery_id = $1", fresh, id);
        return id;
    }
}
