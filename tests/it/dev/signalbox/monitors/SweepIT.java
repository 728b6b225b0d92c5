package dev.signalbox.monitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bus.Monitors;
import dev.signalbox.bus.Monitors.Clear;
import dev.signalbox.bus.Monitors.ListPings;
import dev.signalbox.bus.Monitors.Ping;
import dev.signalbox.bus.Monitors.Strip;
import dev.signalbox.db.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweepIT {

    private static final Instant NOW = Instant.parse("2026-11-20T08:17:42.123Z");
    private static final Duration RETENTION = Duration.ofDays(90);
    private static final Instant EXPIRED = NOW.minus(RETENTION).minus(Duration.ofHours(2));

    private static Vertx vertx;
    private static TestDatabase database;
    private static Keeper keeper;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx);
        keeper = Keeper.on(database.url());
    }

    @AfterAll
    static void stop() {
        keeper.close();
        database.close();
        Keeper.await(vertx.close());
    }

    @BeforeEach
    void clear() {
        keeper.ask(Monitors.CLEAR, new Clear());
    }

    @Test
    void rowsOfAnHourAreJoinedAndNothingElseChanges() {
        for (int i = 40; i > 0; i--) {
            keeper.checkIn("job-" + i % 2, "host", NOW.minus(Duration.ofMinutes(i)));
        }
        List<Strip> before = keeper.strips(NOW, 48);

        sweep();

        assertThat(rows()).isEqualTo(4);
        assertThat(keeper.strips(NOW, 48)).isEqualTo(before);
    }

    @Test
    void aBusyHourIsKeptInRowsOfBoundedLength() {
        for (int batch = 0; batch < 3; batch++) {
            Instant start = NOW.plusMillis(batch);
            Keeper.await(Future.all(IntStream.range(0, 300)
                    .mapToObj(i -> keeper.checkingIn("job", "host", start.plusMillis(i * 3L)))
                    .toList()));
            sweep();
        }

        assertThat(keeper.number("select max(cardinality(millis)) from check_in"))
                .isLessThanOrEqualTo(400);
        assertThat(keeper.strips(NOW.plusSeconds(2), 1).getFirst().bars()).containsExactly(900);
        assertThat(keeper.pings(new ListPings("job", "", null, null, 1_000)))
                .hasSize(900)
                .isSortedAccordingTo((a, b) -> b.at().compareTo(a.at()));
    }

    @Test
    void whatIsPastItsRetentionGoesButTheLastOfEachStrip() {
        keeper.checkIn("dead", "host", EXPIRED.minus(Duration.ofHours(5)));
        keeper.checkIn("dead", "host", EXPIRED);
        keeper.checkIn("alive", "host", EXPIRED);
        keeper.checkIn("alive", "host", NOW);

        sweep();

        assertThat(keeper.pings(new ListPings("dead", "", null, null, 10))).containsExactly(new Ping(EXPIRED, "host"));
        assertThat(keeper.pings(new ListPings("alive", "", null, null, 10))).containsExactly(new Ping(NOW, "host"));
    }

    @Test
    void aSilentOwnerIsDroppedOnlyWhereAnotherIsHeard() {
        keeper.checkIn("moved", "old address", EXPIRED);
        keeper.checkIn("moved", "new address", NOW);
        keeper.checkIn("dead", "host", EXPIRED);

        sweep();
        sweep();

        assertThat(keeper.strips(NOW, 1)).extracting(Strip::owner).containsExactly("host", "new address");
        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void anOwnerThatWasDroppedIsBackWithItsNextCheckIn() {
        keeper.checkIn("moved", "old address", EXPIRED);
        keeper.checkIn("moved", "new address", NOW);
        sweep();

        keeper.checkIn("moved", "old address", NOW);

        assertThat(keeper.strips(NOW, 1)).extracting(Strip::owner).containsExactly("new address", "old address");
    }

    @Test
    void sweepsAndCheckInsDoNotDisturbEachOther() {
        SweepSql sql = new SweepSql(keeper.pool);
        Sweep sweep = new Sweep(sql, RETENTION);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            all.add(keeper.checkingIn("job-" + i % 7, "host", NOW.plusMillis(i)));
            if (i % 10 == 0) {
                all.add(sql.joinHours(Stamp.of(NOW).hour()));
                all.add(sweep.run(NOW));
            }
        }
        Keeper.await(Future.all(all));
        sweep();

        assertThat(keeper.number("select sum(cardinality(millis)) from check_in"))
                .isEqualTo(400);
        assertThat(rows()).isEqualTo(7);
    }

    @Test
    void theVerticleSweepsByItself() {
        MonitorsConf restless = new MonitorsConf(1, 10, 10, RETENTION, Duration.ofMillis(20));
        Instant now = Instant.now();
        for (int i = 0; i < 3; i++) {
            keeper.checkIn("job", "host", now);
        }

        try (Keeper sweeping = Keeper.on(database.url(), restless)) {
            await().untilAsserted(() ->
                    assertThat(sweeping.number("select count(*) from check_in")).isEqualTo(1));
        }
    }

    private static void sweep() {
        Keeper.await(new Sweep(new SweepSql(keeper.pool), RETENTION).run(NOW));
    }

    private static long rows() {
        return keeper.number("select count(*) from check_in");
    }
}
