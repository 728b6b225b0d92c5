package dev.signalbox.bus;

import java.time.Duration;
import java.time.Instant;

/**
 * How an event's id is made: 42 bits of milliseconds since 2024-01-01 UTC (until 2163), 10 bits of writer number, 11
 * bits of sequence. So ids sort by time of arrival, and a time range is an id range.
 */
public final class EventId {

    private static final long EPOCH_MILLIS = 1_704_067_200_000L;
    public static final int WRITERS = 1 << 10;
    public static final int PER_MILLI = 1 << 11;

    /** Days from 1970 to the first id. */
    public static final int FIRST_DAY = (int) (EPOCH_MILLIS / 86_400_000);

    private static final int SHIFT = 21;

    /** All ids of one day. */
    public static final long PER_DAY = 86_400_000L << SHIFT;

    private static final long MAX_MILLIS = (1L << 42) - 1;

    private EventId() {}

    /** The id of the {@code sequence}-th event of a writer in one millisecond. */
    public static long of(long epochMillis, int writer, int sequence) {
        return floor(epochMillis) | ((long) writer << 11) | sequence;
    }

    /** By how much the ids of two moments differ that are so far apart. */
    public static long of(Duration distance) {
        return distance.toMillis() << SHIFT;
    }

    /** The smallest id of that millisecond; times outside the range of ids become its first or last millisecond. */
    public static long floor(long epochMillis) {
        return Math.clamp(epochMillis - EPOCH_MILLIS, 0, MAX_MILLIS) << SHIFT;
    }

    public static long floor(Instant instant) {
        // Seconds first: toEpochMilli overflows for the far ends of Instant.
        long seconds = Math.clamp(instant.getEpochSecond(), 0, MAX_MILLIS);
        return floor(seconds * 1_000 + instant.getNano() / 1_000_000);
    }

    public static int writer(long id) {
        return (int) (id >>> 11) & 1_023;
    }

    public static long epochMillis(long id) {
        return (id >>> SHIFT) + EPOCH_MILLIS;
    }
}
