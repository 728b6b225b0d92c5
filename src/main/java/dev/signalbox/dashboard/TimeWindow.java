package dev.signalbox.dashboard;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The span that a histogram covers, in bars of a round length that begin at round times, so that a bar stays the same bar
 * when the page is loaded again.
 *
 * @param since start of the first bar
 * @param step length of a bar
 * @param bars how many, 1 to {@link #MAX_BARS}
 */
record TimeWindow(Instant since, Duration step, int bars) {

    /** Bars narrower than about ten pixels are hard to hit with a finger. */
    static final int MAX_BARS = 100;

    private static final Duration STANDARD = Duration.ofHours(24);
    private static final long DAY = 86_400;
    private static final long[] STEPS = {
        1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, DAY, 2 * DAY, 7 * DAY
    };

    /** The last 24 hours where the filter leaves a side open. */
    static TimeWindow of(@Nullable Instant since, @Nullable Instant until, Instant now) {
        Instant end = until != null ? until : now;
        Instant start = since != null ? since : end.minus(STANDARD);
        if (!start.isBefore(end)) {
            end = start.plus(STANDARD);
        }
        long from = start.getEpochSecond();
        long to = end.getEpochSecond() + (end.getNano() > 0 ? 1 : 0);
        long step = step(to - from);
        long first = Math.floorDiv(from, step);
        long last = Math.ceilDiv(to, step);
        return new TimeWindow(
                Instant.ofEpochSecond(first * step), Duration.ofSeconds(step), (int) Math.max(1, last - first));
    }

    Instant startOf(int bar) {
        return since.plus(step.multipliedBy(bar));
    }

    Instant until() {
        return startOf(bars);
    }

    /** Such as {@code 15 min}. */
    String stepInWords() {
        return Clock.ago(since, since.plus(step));
    }

    /** A window that begins and ends within a bar needs one more of them than its length says. */
    private static long step(long seconds) {
        for (long step : STEPS) {
            if (seconds / step + 2 <= MAX_BARS) {
                return step;
            }
        }
        long week = 7 * DAY;
        return Math.ceilDiv(seconds, (MAX_BARS - 2) * week) * week;
    }
}
