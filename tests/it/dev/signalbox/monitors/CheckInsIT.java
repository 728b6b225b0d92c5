package dev.signalbox.monitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Monitors;
import dev.signalbox.bus.Monitors.CheckedIn;
import dev.signalbox.bus.Monitors.Clear;
import dev.signalbox.bus.Monitors.Remove;
import dev.signalbox.bus.Monitors.Strip;
import dev.signalbox.db.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckInsIT {

    private static final Instant NOW = Instant.parse("2026-11-20T08:17:42.123Z");

    private static Vertx vertx;
    private static TestDatabase database;
    private Keeper keeper;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
    }

    @AfterAll
    static void stop() {
        database.close();
        Keeper.await(vertx.close());
    }

    @BeforeEach
    void deploy() {
        keeper = Keeper.on(database.url());
        keeper.ask(Monitors.CLEAR, new Clear());
    }

    @AfterEach
    void close() {
        keeper.close();
    }

    @Test
    void aThousandAtOnceAreEachStoredOnce() {
        List<Future<CheckedIn>> answers = IntStream.range(0, 1_000)
                .mapToObj(i -> keeper.checkingIn("job-" + i % 50, "host", NOW.plusMillis(i)))
                .toList();
        Keeper.await(Future.all(answers));

        assertThat(keeper.number("select count(distinct (strip, hour, m)) from check_in, unnest(millis) m"))
                .isEqualTo(1_000);
        assertThat(keeper.number("select sum(cardinality(millis)) from check_in"))
                .isEqualTo(1_000);
        assertThat(keeper.counted("signalbox.monitors.accepted")).isEqualTo(1_000);
        assertThat(keeper.counted("signalbox.monitors.committed")).isEqualTo(1_000);
    }

    @Test
    void twoNodesMayMeetTheSameNewOriginsAtOnce() {
        try (Keeper other = Keeper.on(database.url())) {
            List<Future<CheckedIn>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                answers.add(keeper.checkingIn("job-" + i, "host-" + i % 3, NOW));
                answers.add(other.checkingIn("job-" + (299 - i), "host-" + (299 - i) % 3, NOW));
            }
            Keeper.await(Future.all(answers));

            List<Strip> strips = keeper.strips(NOW, 1);
            assertThat(strips).hasSize(300);
            assertThat(strips).allSatisfy(strip -> assertThat(strip.bars()).containsExactly(2));
        }
    }

    @Test
    void aCheckInIsNotRefusedBecauseItsMonitorIsRemovedMeanwhile() {
        List<Future<?>> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            answers.add(keeper.checkingIn("job-" + i % 5, "host", NOW));
            answers.add(Monitors.REMOVE
                    .ask(keeper.vertx, new Remove("job-" + i % 5))
                    .otherwiseEmpty());
        }
        answers.add(Monitors.CLEAR.ask(keeper.vertx, new Clear()));

        Future<?> all = Future.join(answers);

        Keeper.await(all);
    }

    @Test
    void aFullQueueIsUnavailableAndWhatWaitedIsStored() {
        MonitorsConf narrow = new MonitorsConf(1, 3, 2, Duration.ofDays(90), Duration.ofHours(1));
        try (Keeper small = Keeper.on(database.url(), narrow)) {
            SqlConnection blocker = Keeper.await(keeper.pool.getConnection());
            Keeper.await(blocker.query("begin; lock table check_in in exclusive mode")
                    .execute());

            List<Future<CheckedIn>> waiting = IntStream.range(0, 3)
                    .mapToObj(i -> small.checkingIn("job", "host", NOW))
                    .toList();
            FaultException refused = refusal(small.checkingIn("job", "host", NOW));
            double depth =
                    small.registry.get("signalbox.monitors.queue.depth").gauge().value();
            Keeper.await(blocker.query("commit").execute());

            assertThat(refused.fault()).isEqualTo(new Fault.Unavailable("too many check-ins wait for the database", 1));
            assertThat(depth).isEqualTo(3);
            Keeper.await(Future.all(waiting));
            assertThat(keeper.number("select sum(cardinality(millis)) from check_in"))
                    .isEqualTo(3);
            Keeper.await(blocker.close());
        }
    }

    @Test
    void withoutItsDatabaseItIsUnavailableAndRecoversByItself() {
        try (Relay relay = Relay.to(database.url());
                Keeper remote = Keeper.on(relay.url())) {
            remote.checkIn("job", "host", NOW);

            relay.cut();
            FaultException refused = refusal(remote.checkingIn("job", "host", NOW));
            relay.mend();
            await().until(() ->
                    Keeper.await(remote.checkingIn("job", "host", NOW).map(true).otherwise(false)));

            assertThat(refused.fault()).isInstanceOf(Fault.Unavailable.class);
            assertThat(remote.counted("signalbox.monitors.rejected", "reason", "database"))
                    .isPositive();
            assertThat(keeper.number("select sum(cardinality(millis)) from check_in"))
                    .isEqualTo(2);
        }
    }

    @Test
    void whatWasTakenIsAnsweredBeforeTheVerticleEnds() {
        List<Future<CheckedIn>> answers = IntStream.range(0, 500)
                .mapToObj(i -> keeper.checkingIn("job", "host", NOW))
                .toList();
        await().until(() -> keeper.counted("signalbox.monitors.accepted") == 500);

        keeper.vertx.deploymentIDs().forEach(id -> Keeper.await(keeper.vertx.undeploy(id)));

        Keeper.await(Future.all(answers));
        assertThat(keeper.number("select sum(cardinality(millis)) from check_in"))
                .isEqualTo(500);
    }

    private static FaultException refusal(Future<CheckedIn> answer) {
        return Keeper.await(
                answer.map((FaultException) null).recover(cause -> Future.succeededFuture((FaultException) cause)));
    }
}
