package dev.signalbox.dashboard;

import static dev.signalbox.dashboard.StreamEvents.event;
import static dev.signalbox.dashboard.StreamEvents.piece;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RingTest {

    private static final int MAX_BYTES = 1 << 20;

    private final FrameRenderer renderer = new FrameRenderer(Events.Event::message);
    private final Ring ring = new Ring(8, MAX_BYTES, renderer);

    @Test
    void anEmptyRingKnowsAndCoversNothing() {
        assertThat(ring.isKnown()).isFalse();
        assertThat(ring.covers(Long.MAX_VALUE)).isFalse();
    }

    @Test
    void theFirstPieceSaysWhereItBegins() {
        ring.add(piece(100, 3));

        assertThat(ring.covers(99)).isFalse();
        assertThat(ring.covers(100)).isTrue();
        assertThat(ids(100)).containsExactly(101L, 102L, 103L);
        assertThat(ring.through()).isEqualTo(103);
    }

    @Test
    void piecesJoin() {
        ring.startAt(100);

        assertThat(ring.add(piece(100, 2))).isTrue();
        assertThat(ring.add(new Events.Stored(102, 110, List.of(event(105))))).isTrue();
        assertThat(ring.add(piece(110, 1))).isTrue();

        assertThat(ids(100)).containsExactly(101L, 102L, 105L, 111L);
        assertThat(ids(103)).containsExactly(105L, 111L);
        assertThat(ids(111)).isEmpty();
    }

    @Test
    void aLostPieceStartsTheRingAnew() {
        ring.add(piece(100, 3));

        assertThat(ring.add(piece(107, 2))).isFalse();

        assertThat(ring.covers(103)).isFalse();
        assertThat(ring.covers(107)).isTrue();
        assertThat(ids(107)).containsExactly(108L, 109L);
    }

    @Test
    void anOverlapRepeatsNothing() {
        ring.startAt(102);

        assertThat(ring.add(piece(100, 4))).isTrue();
        assertThat(ring.add(piece(100, 4))).isTrue();

        assertThat(ids(102)).containsExactly(103L, 104L);
    }

    @Test
    void theOldestGoFirst() {
        ring.add(piece(100, 20));

        assertThat(ring.size()).isEqualTo(8);
        assertThat(ring.covers(111)).isFalse();
        assertThat(ring.covers(112)).isTrue();
        assertThat(ids(112)).hasSize(8).startsWith(113L).endsWith(120L);
    }

    @Test
    void largeMessagesLeaveRoomForFewer() {
        ring.startAt(0);
        for (long id = 1; id <= 8; id++) {
            ring.add(new Events.Stored(id - 1, id, List.of(event(id, "x".repeat(100_000)))));
        }

        assertThat(ring.bytes()).isLessThanOrEqualTo(MAX_BYTES);
        assertThat(ids(3)).containsExactly(4L, 5L, 6L, 7L, 8L);
        assertThat(ring.covers(2)).isFalse();
    }

    @Test
    void renderedFramesCountToo() {
        ring.startAt(0);
        for (long id = 1; id <= 5; id++) {
            ring.add(new Events.Stored(id - 1, id, List.of(event(id, "x".repeat(100_000)))));
        }
        for (Entry next = ring.next(0); next != null; next = ring.next(next.id())) {
            next.frame(Format.ROW);
            next.frame(Format.JSON);
        }

        assertThat(ring.bytes()).isLessThanOrEqualTo(MAX_BYTES);
        assertThat(ring.size()).isLessThan(5);
    }

    @Test
    void anEventLargerThanTheRingIsLeftToTheStore() {
        ring.startAt(0);
        ring.add(new Events.Stored(0, 1, List.of(event(1, "x".repeat(MAX_BYTES)))));

        assertThat(ring.size()).isZero();
        assertThat(ring.bytes()).isZero();
        assertThat(ring.covers(0)).isFalse();
        assertThat(ring.covers(1)).isTrue();
    }

    @Test
    void aFrameIsRenderedOnce() {
        List<Long> rendered = new ArrayList<>();
        Entry entry = new Entry(event(1), new FrameRenderer(event -> {
            rendered.add(event.id());
            return "row";
        }));

        assertThat(entry.frame(Format.ROW)).isSameAs(entry.frame(Format.ROW));
        entry.frame(Format.JSON);
        assertThat(rendered).containsExactly(1L);
    }

    @Test
    void whateverPiecesComeNothingCoveredIsMissing() {
        Random random = new Random(3);
        List<Long> stored = new ArrayList<>();
        long through = 0;
        ring.startAt(0);
        for (int i = 0; i < 5_000; i++) {
            Events.Stored piece = piece(through + random.nextInt(3), random.nextInt(6));
            piece.events().forEach(event -> stored.add(event.id()));
            through = piece.through();
            if (random.nextInt(10) > 0) {
                ring.add(piece);
            }
            long cursor = Math.max(0, ring.through() - random.nextInt(30));
            if (ring.covers(cursor)) {
                assertThat(ids(cursor))
                        .isEqualTo(stored.stream()
                                .filter(id -> id > cursor && id <= ring.through())
                                .toList());
            }
        }
    }

    private List<Long> ids(long cursor) {
        assertThat(ring.covers(cursor)).isTrue();
        List<Long> ids = new ArrayList<>();
        for (Entry next = ring.next(cursor); next != null; next = ring.next(next.id())) {
            ids.add(next.id());
        }
        return ids;
    }
}
