package dev.signalbox.dashboard;

import static dev.signalbox.dashboard.StreamEvents.piece;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events;
import dev.signalbox.filter.EventMatcher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreamHubTest {

    private static final StreamConf CONF = new StreamConf(100, 1 << 20, 2, 20, Duration.ZERO, Duration.ofSeconds(4));

    private final HubFixture node = new HubFixture(CONF);
    private final FakeStore store = node.store;
    private final FakeLater time = node.time;
    private final SimpleMeterRegistry meters = node.meters;
    private final StreamHub hub = node.hub;
    private final Map<FakeSink, Listener> listeners = node.listeners;

    @Test
    void aStreamWithoutAPositionBeginsWithWhatComesNext() {
        node.begin(100);
        FakeSink sink = node.open("", Ring.UNKNOWN);
        assertThat(sink.received.lastEventId()).isEqualTo("100");

        node.stored(piece(100, 2));

        assertThat(sink.ids()).containsExactly(101L, 102L);
    }

    @Test
    void aStreamOpenedBeforeTheSequenceIsKnownBeginsWithTheFirstPiece() {
        hub.begin();
        FakeSink sink = node.open("", Ring.UNKNOWN);
        assertThat(sink.received.retry()).isEqualTo("1000");

        node.stored(piece(100, 2));
        store.answerFind();
        node.stored(piece(102, 1));

        assertThat(sink.ids()).containsExactly(101L, 102L, 103L);
    }

    @Test
    void theSequenceIsAskedForUntilTheStoreAnswers() {
        hub.begin();
        store.failFind();
        time.pass(10_000);
        store.position = 100;
        store.answerFind();

        FakeSink sink = node.open("", Ring.UNKNOWN);
        node.stored(piece(100, 1));

        assertThat(sink.ids()).containsExactly(101L);
    }

    @Test
    void anOldPositionIsServedByTheStoreAndThenByTheRing() {
        store.save(piece(0, 1_200));
        node.begin(1_200);
        FakeSink sink = node.open("", 0);
        store.answer();
        store.answer();
        node.stored(piece(1_200, 5));
        store.answerAll();
        node.stored(piece(1_205, 5));

        assertThat(sink.ids()).isEqualTo(ids(1, 1_210));
        assertThat(store.open()).isZero();
    }

    @Test
    void aLostPieceIsFoundInTheStoreWithOneQuestionForAllWhoLackIt() {
        node.begin(0);
        FakeSink first = node.open("", Ring.UNKNOWN);
        FakeSink second = node.open("", Ring.UNKNOWN);
        node.stored(piece(0, 3));
        store.save(piece(3, 3));
        node.stored(piece(6, 3));
        assertThat(store.questions).hasSize(1);
        store.answerAll();

        assertThat(first.ids()).isEqualTo(ids(1, 9));
        assertThat(second.ids()).isEqualTo(ids(1, 9));
        assertThat(meters.counter("signalbox.stream.lost.pieces").count()).isEqualTo(1);
    }

    @Test
    void nothingIsRenderedOrKeptWhileNobodyListens() {
        node.begin(0);
        node.stored(piece(0, 50));
        assertThat(hub.ringBytes()).isZero();

        FakeSink first = node.open("", Ring.UNKNOWN);
        node.open("", Ring.UNKNOWN);
        node.stored(piece(50, 1));
        assertThat(node.rendered).containsExactly(51L);
        assertThat(hub.ringBytes()).isPositive();

        listeners.values().forEach(hub::leave);
        node.stored(piece(51, 1));
        assertThat(hub.ringBytes()).isZero();
        assertThat(first.ids()).containsExactly(51L);
    }

    @Test
    void aClientThatNeverReadsCostsAPositionOnly() {
        node.begin(0);
        FakeSink reader = node.open("", Ring.UNKNOWN);
        FakeSink stuck = node.open("", Ring.UNKNOWN);
        stuck.drain(0);
        int written = stuck.writes.size();
        for (int i = 0; i < 100; i++) {
            node.stored(piece(i * 50L, 50));
            hub.beat();
        }

        assertThat(reader.ids()).isEqualTo(ids(1, 5_000));
        assertThat(stuck.writes).hasSize(written);
        assertThat(store.questions).isEmpty();
        assertThat(hub.ringBytes()).isLessThan(CONF.ringBytes());

        stuck.drain(Integer.MAX_VALUE);
        hub.wake(listeners.get(stuck));
        store.answerAll();
        assertThat(stuck.ids()).isEqualTo(ids(1, 5_000));
    }

    @Test
    void fewQuestionsAreUnderWayAndEveryoneHasATurn() {
        store.save(piece(0, 2_000));
        node.begin(2_000);
        List<FakeSink> sinks = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sinks.add(node.open("", 10L * i));
        }
        assertThat(store.open()).isEqualTo(CONF.catchUps());

        for (int i = 0; i < 10; i++) {
            store.answer();
        }
        assertThat(sinks).allSatisfy(sink -> assertThat(sink.ids()).hasSize(CatchUps.PAGE_EVENTS));
        store.answerAll();
        assertThat(sinks).allSatisfy(sink -> assertThat(sink.ids()).endsWith(2_000L));
    }

    @Test
    void aStoreThatFailsIsAskedAgainWhileTheClientIsThere() {
        store.save(piece(0, 10));
        node.begin(10);
        FakeSink sink = node.open("", 5);
        FakeSink gone = node.open("", 3);
        for (int i = 0; i < 5; i++) {
            while (store.open() > 0) {
                store.fail();
            }
            time.pass(10_000);
        }
        hub.leave(listeners.get(gone));
        store.answerAll();
        time.pass(10_000);

        assertThat(sink.ids()).isEqualTo(ids(6, 10));
        assertThat(store.open()).isZero();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void oneListenerTooManyIsToldToComeBack() {
        node.begin(0);
        for (int i = 0; i < CONF.maxListeners(); i++) {
            node.open("", Ring.UNKNOWN);
        }
        FakeSink refused = node.open("", Ring.UNKNOWN);
        assertThat(refused.ended).isTrue();
        assertThat(meters.counter("signalbox.stream.refused").count()).isEqualTo(1);
        assertThat(listenersGauge()).isEqualTo(CONF.maxListeners());

        hub.leave(listeners.values().iterator().next());
        hub.leave(listeners.get(refused));
        assertThat(listenersGauge()).isGreaterThanOrEqualTo(CONF.maxListeners() - 1.0);
    }

    @Test
    void closingEndsEveryStream() {
        node.begin(0);
        FakeSink sink = node.open("", Ring.UNKNOWN);
        hub.close();

        assertThat(sink.ended).isTrue();
        assertThat(node.open("", Ring.UNKNOWN).ended).isTrue();
        assertThat(listenersGauge()).isZero();
    }

    @Test
    void whateverHappensEveryoneGetsEveryMatchOnceInOrder() {
        Random random = new Random(20_261_120);
        node.begin(0);
        long through = 0;
        for (int round = 0; round < 3_000; round++) {
            if (listeners.size() < 10) {
                node.open(random.nextBoolean() ? "" : "message " + random.nextInt(10), 0);
            }
            Events.Stored piece = piece(through + random.nextInt(2), random.nextInt(40));
            through = piece.through();
            store.save(piece);
            if (random.nextInt(20) > 0) {
                hub.stored(piece);
            }
            listeners.forEach((sink, listener) -> {
                sink.drain(random.nextInt(20_000) - 8_000);
                hub.wake(listener);
            });
            for (int i = random.nextInt(3); i > 0 && store.open() > 0; i--) {
                if (random.nextInt(5) == 0) {
                    store.fail();
                } else {
                    store.answer();
                }
            }
            time.pass(random.nextInt(1_000));
        }
        node.stored(piece(through, 1));
        settle();

        listeners.forEach((sink, listener) -> {
            EventMatcher matcher = EventMatcher.of(listener.filter());
            assertThat(sink.ids())
                    .isEqualTo(store.events.stream()
                            .filter(matcher::matches)
                            .map(Events.Event::id)
                            .toList());
        });
    }

    private void settle() {
        for (int i = 0; i < 10_000; i++) {
            listeners.forEach((sink, listener) -> {
                sink.drain(Integer.MAX_VALUE);
                hub.wake(listener);
            });
            store.answerAll();
            time.pass(10_000);
            if (store.open() == 0 && time.waiting() == 0) {
                return;
            }
        }
        throw new AssertionError("still busy");
    }

    private double listenersGauge() {
        return meters.get("signalbox.stream.listeners").gauge().value();
    }

    private static List<Long> ids(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
