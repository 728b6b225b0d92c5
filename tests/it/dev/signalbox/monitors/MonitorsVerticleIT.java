package dev.signalbox.monitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bus.Call.Registration;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Monitors;
import dev.signalbox.bus.Monitors.Clear;
import dev.signalbox.bus.Monitors.ListPings;
import dev.signalbox.bus.Monitors.Overview;
import dev.signalbox.bus.Monitors.Ping;
import dev.signalbox.bus.Monitors.Remove;
import dev.signalbox.bus.Monitors.Strip;
import dev.signalbox.db.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonitorsVerticleIT {

    private static final Instant NOW = Instant.parse("2026-11-20T08:17:42.123Z");

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
    void theFirstCheckInCreatesTheMonitor() {
        keeper.checkIn("backup", "laptop", NOW);
        keeper.checkIn("backup", "laptop", NOW.plusSeconds(60));

        assertThat(keeper.strips(NOW.plusSeconds(60), 2))
                .containsExactly(new Strip("backup", "laptop", NOW, NOW.plusSeconds(60), List.of(0, 2)));
    }

    @Test
    void eachOwnerOfAnOriginHasItsStripInOrder() {
        for (String name : List.of("b:2", "a:z", "b:1", "B:1", "a:y", ":")) {
            keeper.checkIn(name.split(":", -1)[0], name.split(":", -1)[1], NOW);
        }

        assertThat(keeper.strips(NOW, 1))
                .extracting(strip -> strip.origin() + ":" + strip.owner())
                .containsExactly(":", "B:1", "a:y", "a:z", "b:1", "b:2");
    }

    @Test
    void barsRollWithNowToTheMillisecond() {
        for (String age :
                List.of("PT0S", "PT59M", "PT1H", "PT61M", "PT47H59M", "PT47H59M59.999S", "PT48H", "PT48H1M")) {
            keeper.checkIn("job", "host", NOW.minus(Duration.parse(age)));
        }

        assertThat(barsAt(NOW)).hasSize(48).startsWith(2, 0).endsWith(0, 2, 2);
        assertThat(barsAt(NOW.plusMillis(1))).startsWith(1, 0).endsWith(0, 2, 2);
        assertThat(barsAt(NOW.minusMillis(1))).startsWith(3, 0).endsWith(1, 3);
        assertThat(barsAt(NOW).stream().mapToInt(Integer::intValue).sum()).isEqualTo(6);
    }

    @Test
    void theNextChangeOfTheBarsIsKnown() {
        assertThat(nextAfter(NOW)).isNull();
        keeper.checkIn("job", "host", NOW.minus(Duration.parse("PT5H10M")));
        keeper.checkIn("job", "host", NOW.minus(Duration.parse("PT2H40M")));
        keeper.checkIn("old", "host", NOW.minus(Duration.ofDays(60).plusMinutes(59)));

        Instant next = nextAfter(NOW);

        assertThat(next).isEqualTo(NOW.plus(Duration.ofMinutes(20)));
        assertThat(barsAt(next)).isNotEqualTo(barsAt(NOW));
        assertThat(barsAt(next.minusMillis(1))).isEqualTo(barsAt(NOW));
        assertThat(nextAfter(next)).isEqualTo(NOW.plus(Duration.ofMinutes(50)));
    }

    @Test
    void checkInsOfTheSameMillisecondAllCount() {
        IntStream.range(0, 5).forEach(i -> keeper.checkIn("job", "host", NOW));

        assertThat(barsAt(NOW)).endsWith(0, 5);
    }

    @Test
    void aStripWithOnlyOldCheckInsIsListedEmpty() {
        keeper.checkIn("old", "host", NOW.minus(Duration.ofDays(60)));

        assertThat(keeper.strips(NOW, 48)).singleElement().satisfies(strip -> {
            assertThat(strip.lastPing()).isEqualTo(NOW.minus(Duration.ofDays(60)));
            assertThat(strip.bars()).hasSize(48).containsOnly(0);
        });
    }

    @Test
    void aCheckInFromTheFutureCountsAsNew() {
        keeper.checkIn("job", "host", NOW.plusSeconds(1));
        keeper.checkIn("job", "host", NOW.plus(Duration.ofHours(5)));

        assertThat(barsAt(NOW)).endsWith(0, 2);
    }

    @Test
    void moreBarsThanAPageShowsAreRefused() {
        assertFault(() -> keeper.ask(Monitors.OVERVIEW, new Overview(NOW, 337)), Fault.Invalid.class);
    }

    @Test
    void pingsAreNewestFirstWithinTheirRangeAndLimit() {
        Keeper.await(Future.all(IntStream.range(0, 180)
                .mapToObj(i -> keeper.checkingIn("job", i % 2 == 0 ? "even" : "odd", NOW.plus(Duration.ofMinutes(i))))
                .toList()));
        Instant since = NOW.plus(Duration.ofMinutes(30));
        Instant until = NOW.plus(Duration.ofMinutes(150));

        List<Ping> all = keeper.pings(new ListPings("job", "", since, until, 1_000));
        List<Ping> newest = keeper.pings(new ListPings("job", "", since, until, 7));

        assertThat(all)
                .hasSize(120)
                .startsWith(new Ping(until.minusSeconds(60), "odd"))
                .endsWith(new Ping(since, "even"));
        assertThat(newest).isEqualTo(all.subList(0, 7));
        assertThat(keeper.pings(new ListPings("job", "", null, null, 1_000))).hasSize(180);
    }

    @Test
    void theCheckInsOfOneOwnerAreFoundHoweverManyOthersCameSince() {
        keeper.checkIn("job", "rare", NOW.minusSeconds(7_200));
        Keeper.await(Future.all(IntStream.range(0, 20)
                .mapToObj(i -> keeper.checkingIn("job", "often", NOW.plusMillis(i)))
                .toList()));

        assertThat(keeper.pings(new ListPings("job", "rare", null, null, 10)))
                .containsExactly(new Ping(NOW.minusSeconds(7_200), "rare"));
        assertThat(keeper.pings(new ListPings("job", "nobody", null, null, 10))).isEmpty();
    }

    @Test
    void aMonitorWithoutCheckInsInTheRangeHasNoPings() {
        keeper.checkIn("job", "host", NOW);

        assertThat(keeper.pings(new ListPings("job", "", NOW.plusMillis(1), null, 10)))
                .isEmpty();
    }

    @Test
    void removingTakesOneMonitorWithItsHistory() {
        keeper.checkIn("gone", "host", NOW);
        keeper.checkIn("stays", "host", NOW);

        keeper.ask(Monitors.REMOVE, new Remove("gone"));

        assertThat(keeper.strips(NOW, 1)).extracting(Strip::origin).containsExactly("stays");
        assertThat(keeper.number("select count(*) from check_in")).isEqualTo(1);
    }

    @Test
    void aRemovedMonitorStartsAfreshWithItsNextCheckIn() {
        keeper.checkIn("job", "host", NOW);
        keeper.ask(Monitors.REMOVE, new Remove("job"));

        keeper.checkIn("job", "host", NOW.plusSeconds(1));

        assertThat(keeper.pings(new ListPings("job", "", null, null, 10)))
                .containsExactly(new Ping(NOW.plusSeconds(1), "host"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertFault(() -> keeper.ask(Monitors.REMOVE, new Remove("nobody")), Fault.NotFound.class);
        assertFault(() -> keeper.pings(new ListPings("nobody", "", null, null, 1)), Fault.NotFound.class);
    }

    @Test
    void clearingTakesAll() {
        keeper.checkIn("a", "host", NOW);
        keeper.checkIn("b", "host", NOW);

        keeper.ask(Monitors.CLEAR, new Clear());

        assertThat(keeper.strips(NOW, 1)).isEmpty();
        assertThat(keeper.number("select count(*) from check_in")).isZero();
    }

    @Test
    void aCheckInIsAnnouncedOnceItCanBeRead() {
        Promise<Long> readable = Promise.promise();
        Registration listening = Keeper.await(Monitors.CHECKED_IN.subscribe(
                keeper.vertx,
                announced -> keeper.pool
                        .query("select count(*) from check_in")
                        .execute()
                        .map(rows -> rows.iterator().next().getLong(0))
                        .onComplete(readable)));

        keeper.checkIn("job", "host", NOW);

        assertThat(Keeper.await(readable.future())).isEqualTo(1);
        Keeper.await(listening.end());
    }

    @Test
    void whatWasRemovedIsAnnounced() {
        AtomicInteger heard = new AtomicInteger();
        Registration listening =
                Keeper.await(Monitors.REMOVED.subscribe(keeper.vertx, removed -> heard.incrementAndGet()));
        keeper.checkIn("a", "host", NOW);

        keeper.ask(Monitors.REMOVE, new Remove("a"));
        await().untilAsserted(() -> assertThat(heard).hasValue(1));
        keeper.ask(Monitors.CLEAR, new Clear());
        await().untilAsserted(() -> assertThat(heard).hasValue(2));
        Keeper.await(listening.end());
    }

    private static Instant nextAfter(Instant now) {
        return keeper.ask(Monitors.OVERVIEW, new Overview(now, 48)).next();
    }

    private static List<Integer> barsAt(Instant now) {
        return keeper.strips(now, 48).getFirst().bars();
    }

    private static void assertFault(ThrowingCallable call, Class<? extends Fault> fault) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FaultException.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(fault));
    }
}
