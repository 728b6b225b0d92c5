package dev.signalbox.dashboard;

import static dev.signalbox.dashboard.StreamEvents.event;
import static dev.signalbox.dashboard.StreamEvents.piece;
import static dev.signalbox.dashboard.StreamEvents.search;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events;
import dev.signalbox.dashboard.Listener.Needs;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ListenerTest {

    private final FrameRenderer renderer = new FrameRenderer(Events.Event::message);
    private final Ring ring = new Ring(2_000, 64 << 20, renderer);
    private final FakeSink sink = new FakeSink();
    private int sent;

    @Test
    void everythingInTheRingIsOneWrite() {
        Listener listener = listener("", 100);
        ring.add(piece(100, 5));

        assertThat(listener.advance(ring)).isEqualTo(Needs.NEWS);

        assertThat(sink.ids()).containsExactly(101L, 102L, 103L, 104L, 105L);
        assertThat(sink.writes).hasSize(1);
        assertThat(sent).isEqualTo(5);
        assertThat(listener.advance(ring)).isEqualTo(Needs.NEWS);
        assertThat(sink.writes).hasSize(1);
    }

    @Test
    void whatDoesNotMatchIsSkippedButCounts() {
        Listener listener = listener("\"message 103\"", 100);
        ring.add(piece(100, 5));

        listener.advance(ring);

        assertThat(sink.ids()).containsExactly(103L);
        assertThat(listener.cursor()).isEqualTo(105);
    }

    @Test
    void aFullSocketIsLeftAloneAndContinuedWhereItStopped() {
        Listener listener = listener("", 0);
        ring.startAt(0);
        for (long id = 1; id <= 50; id++) {
            ring.add(new Events.Stored(id - 1, id, List.of(event(id, "x".repeat(10_000)))));
        }
        sink.drain(1);
        while (listener.advance(ring) == Needs.DRAIN) {
            assertThat(listener.advance(ring)).isEqualTo(Needs.DRAIN);
            assertThat(sink.writes.getLast().length()).isLessThan(50_000);
            sink.drain(1);
        }

        assertThat(sink.ids()).isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
    }

    @Test
    void aTurnEndsAfterItsShare() {
        Listener listener = listener("never", 0);
        ring.add(piece(0, 1_000));

        assertThat(listener.advance(ring)).isEqualTo(Needs.TURN);
        assertThat(listener.cursor()).isEqualTo(Listener.MAX_EXAMINED);
        assertThat(listener.advance(ring)).isEqualTo(Needs.NEWS);
    }

    @Test
    void behindTheRingItNeedsTheStore() {
        Listener listener = listener("", 100);
        ring.add(piece(200, 2));

        assertThat(listener.advance(ring)).isEqualTo(Needs.STORE);
        assertThat(listener.take(page(101, 150, 200), 200)).isTrue();
        assertThat(listener.advance(ring)).isEqualTo(Needs.NEWS);

        assertThat(sink.ids()).containsExactly(101L, 150L, 200L, 201L, 202L);
    }

    @Test
    void aPageRepeatsNothing() {
        Listener listener = listener("", 150);

        assertThat(listener.take(page(101, 150, 151), 151)).isTrue();
        assertThat(listener.take(page(101, 150, 151), 151)).isFalse();

        assertThat(sink.ids()).containsExactly(151L);
    }

    @Test
    void ofAPageOnlyWhatTheSocketTakesCounts() {
        Listener listener = listener("", 0);
        List<Entry> page = LongStream.rangeClosed(1, 20)
                .mapToObj(id -> new Entry(event(id, "x".repeat(10_000)), renderer))
                .toList();
        sink.drain(1);

        assertThat(listener.take(page, 20)).isTrue();
        assertThat(sink.ids()).hasSizeLessThan(10).endsWith(listener.cursor());
        assertThat(listener.take(page, 20)).isFalse();

        sink.drain(Integer.MAX_VALUE);
        listener.take(page, 20);
        assertThat(sink.ids()).isEqualTo(LongStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void aResetComesBeforeWhatFollowsIt() {
        Listener listener = listener("", 100);
        sink.drain(0);
        listener.reset(100);
        listener.reset(100);
        ring.add(piece(100, 1));
        assertThat(listener.advance(ring)).isEqualTo(Needs.DRAIN);

        sink.drain(1_000);
        listener.advance(ring);

        assertThat(sink.received.all()).extracting(SseParser.Message::event).containsExactly("reset", "");
    }

    @Test
    void aPositionBeyondAClearIsNotToldBeforeTheClear() {
        Listener listener = listener("", 100);
        listener.start(0, Ring.UNKNOWN, Long.MAX_VALUE);
        listener.beat();
        listener.reset(107);

        listener.beat();

        assertThat(sink.received.named("reset"))
                .singleElement()
                .extracting(SseParser.Message::id)
                .isEqualTo("100");
        assertThat(sink.received.lastEventId()).isEqualTo("107");
    }

    @Test
    void checkInsThatAFullSocketMissedAreOneWhenItHasRoom() {
        Listener listener = listener("", 100);
        ring.startAt(100);
        sink.drain(0);
        listener.checkIn();
        listener.checkIn();
        assertThat(listener.advance(ring)).isEqualTo(Needs.DRAIN);

        sink.drain(1_000);
        listener.advance(ring);
        listener.advance(ring);

        assertThat(sink.received.named("check-in")).hasSize(1);
    }

    @Test
    void aStartTellsThePosition() {
        Listener listener = listener("", Ring.UNKNOWN);
        listener.open();
        assertThat(sink.received.retry()).isEqualTo("1000");
        assertThat(sink.received.lastEventId()).isEmpty();

        listener.start(77, Ring.UNKNOWN, Long.MAX_VALUE);

        assertThat(sink.received.lastEventId()).isEqualTo("77");
        assertThat(listener.cursor()).isEqualTo(77);
    }

    @Test
    void aBeatTellsHowFarTheSilenceReaches() {
        Listener listener = listener("never", 100);
        listener.start(0, Ring.UNKNOWN, Long.MAX_VALUE);
        ring.add(piece(100, 5));
        listener.advance(ring);
        listener.beat();
        int writes = sink.writes.size();

        listener.beat();
        assertThat(sink.received.lastEventId()).isEqualTo("105");
        assertThat(sink.writes).hasSize(writes + 1);
        listener.beat();
        listener.beat();

        assertThat(sink.received.all()).isEmpty();
        assertThat(sink.received.lastEventId()).isEqualTo("105");
        assertThat(sink.writes).hasSize(writes + 2);
    }

    @Test
    void aListenerThatWasJustWrittenToGetsNoBeatAndAFullOneNone() {
        Listener listener = listener("", 100);
        listener.open();
        int writes = sink.writes.size();
        listener.beat();
        assertThat(sink.writes).hasSize(writes);

        sink.drain(0);
        listener.beat();
        assertThat(sink.writes).hasSize(writes);
    }

    @Test
    void aRefusalIsAnEventAndALongRetry() {
        listener("", 100).refuse();

        assertThat(sink.ended).isTrue();
        assertThat(sink.received.named("busy")).hasSize(1);
        assertThat(sink.received.retry()).isEqualTo("10000");
    }

    @Test
    void aRowThatCannotBeRenderedStopsNobody() {
        FrameRenderer broken = new FrameRenderer(event -> {
            if (event.id() == 102) {
                throw new IllegalStateException("no row for this one");
            }
            return event.message();
        });
        Ring other = new Ring(10, 1 << 20, broken);
        other.add(piece(100, 3));

        assertThat(listener("", 100).advance(other)).isEqualTo(Needs.NEWS);

        assertThat(sink.ids()).containsExactly(101L, 103L);
    }

    private List<Entry> page(long... ids) {
        return LongStream.of(ids).mapToObj(id -> new Entry(event(id), renderer)).toList();
    }

    private Listener listener(String q, long cursor) {
        Events.Filter filter = search(q);
        return new Listener(new Subscription(Format.ROW, filter, true, true), cursor, sink, frames -> sent += frames);
    }
}
