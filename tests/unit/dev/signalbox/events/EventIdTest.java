package dev.signalbox.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.EventId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventIdTest {

    private static final long NOW = Instant.parse("2026-11-20T08:00:00.123Z").toEpochMilli();

    @Test
    void anIdTellsWhenItWasMade() {
        assertThat(EventId.epochMillis(EventId.of(NOW, 1_023, 2_047))).isEqualTo(NOW);
    }

    @Test
    void aTimeRangeIsAnIdRange() {
        long id = EventId.of(NOW, 1_023, 2_047);

        assertThat(id).isGreaterThanOrEqualTo(EventId.floor(NOW)).isLessThan(EventId.floor(NOW + 1));
    }

    @Test
    void timesBeyondTheRangeOfIdsBecomeItsEnds() {
        assertThat(EventId.floor(Instant.MIN)).isZero();
        assertThat(EventId.floor(Instant.parse("1999-01-01T00:00:00Z"))).isZero();
        assertThat(EventId.floor(Instant.MAX)).isPositive();
    }

    @Test
    void idsGrowWhateverTheSystemClockDoes() {
        AtomicLong clock = new AtomicLong(NOW);
        Random random = new Random(7);
        IdClock ids = new IdClock(() -> clock.addAndGet(random.nextInt(-5, 6)), 17, 0);
        List<Long> made = new ArrayList<>();

        for (int i = 0; i < 100_000; i++) {
            made.add(ids.next());
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void moreIdsThanAMillisecondHoldsBorrowFromTheNext() {
        IdClock ids = new IdClock(() -> NOW, 1_023, 0);
        long last = 0;

        for (int i = 0; i < EventId.PER_MILLI * 3; i++) {
            long id = ids.next();
            assertThat(id).isGreaterThan(last);
            last = id;
        }

        assertThat(EventId.epochMillis(last)).isEqualTo(NOW + 2);
    }

    @Test
    void idsStartAboveWhatTheStoreHolds() {
        long stored = EventId.of(NOW + 60_000, 1_023, 5);

        IdClock ids = new IdClock(() -> NOW, 0, stored);

        assertThat(ids.next()).isGreaterThan(stored);
    }

    @Test
    void aNewWriterNumberKeepsTheOrder() {
        IdClock ids = new IdClock(() -> NOW, 900, 0);
        long before = ids.next();

        ids.writer(3, 0);

        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    void aNumberThatAnotherNodeHadIsUsedAboveWhatItStored() {
        IdClock ids = new IdClock(() -> NOW, 900, 0);
        long stored = EventId.of(NOW + 60_000, 3, 2_047);

        ids.writer(3, stored);

        assertThat(ids.next()).isGreaterThan(stored);
    }

    @Test
    void nothingIsHandedOutAtOrBelowTheFrontier() {
        AtomicLong clock = new AtomicLong(NOW);
        IdClock ids = new IdClock(clock::get, 0, 0);
        Random random = new Random(11);

        for (int i = 0; i < 10_000; i++) {
            clock.addAndGet(random.nextInt(-2, 3));
            long frontier = ids.frontier();
            clock.addAndGet(random.nextInt(-2, 3));
            long next = ids.next();
            assertThat(next).isGreaterThan(frontier);
            assertThat(ids.frontier()).isGreaterThanOrEqualTo(next);
        }
    }
}
