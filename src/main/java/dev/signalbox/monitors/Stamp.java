package dev.signalbox.monitors;

import java.time.Instant;

/**
 * A moment as the check-ins are stored: the clock hour (UTC) and the place in it. Finer than a millisecond is cut off.
 *
 * @param hour hours since 1970-01-01T00:00Z
 * @param millis milliseconds since the start of that hour, 0 to 3 599 999
 */
record Stamp(int hour, int millis) {

    private static final int MILLIS_PER_HOUR = 3_600_000;

    /** Any moment of the years 0 to 9999 fits. */
    static Stamp of(Instant at) {
        long millis = at.toEpochMilli();
        return new Stamp(
                Math.toIntExact(Math.floorDiv(millis, MILLIS_PER_HOUR)), Math.floorMod(millis, MILLIS_PER_HOUR));
    }

    Instant at() {
        return Instant.ofEpochMilli((long) hour * MILLIS_PER_HOUR + millis);
    }
}
