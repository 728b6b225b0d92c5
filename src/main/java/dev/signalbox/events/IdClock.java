package dev.signalbox.events;

import dev.signalbox.bus.EventId;
import java.util.function.LongSupplier;

/**
 * Hands out the ids of one writer, each larger than the last even when the system clock steps back. Not thread-safe: the
 * writer owns it.
 */
final class IdClock {

    private final LongSupplier epochMillis;
    private int writer;
    private long millis;
    private int sequence;
    private long last;

    /**
     * @param last the largest id known to be in use, whoever wrote it; every id handed out is larger
     */
    IdClock(LongSupplier epochMillis, int writer, long last) {
        this.epochMillis = epochMillis;
        this.writer = writer;
        this.last = last;
        this.millis = last == 0 ? 0 : EventId.epochMillis(last) + 1;
    }

    /**
     * From now on ids carry another writer number; their order is kept.
     *
     * @param stored the largest id known to be in use, perhaps by a node with this number whose clock is ahead
     */
    void writer(int number, long stored) {
        writer = number;
        // The new number may be smaller, so the order holds only from the next millisecond on.
        millis = Math.max(millis + 1, epochMillis.getAsLong());
        if (stored > 0) {
            millis = Math.max(millis, EventId.epochMillis(stored) + 1);
        }
        sequence = 0;
    }

    long next() {
        long now = epochMillis.getAsLong();
        if (now > millis) {
            millis = now;
            sequence = 0;
        } else if (sequence == EventId.PER_MILLI) {
            // Borrowed from the future: at more than two million a second the ids run ahead of the clock.
            millis++;
            sequence = 0;
        }
        last = EventId.of(millis, writer, sequence++);
        return last;
    }

    /** An id below which nothing will ever be handed out again, and at or above everything handed out so far. */
    long frontier() {
        long now = epochMillis.getAsLong();
        if (now > millis) {
            millis = now;
            sequence = 0;
        }
        return Math.max(last, EventId.floor(millis) - 1);
    }
}
