package dev.signalbox.livelog;

import java.util.ArrayDeque;
import java.util.List;

/** How many bytes came in each of the last seconds. Thread-safe. */
final class Rate {

    /** Enough for a line that says something, few enough to keep for every live log. */
    static final int SECONDS = 60;

    /** Guarded by this. */
    private final ArrayDeque<Long> seconds = new ArrayDeque<>();
    /** Guarded by this. */
    private long before;

    /** @param length of the log before the first second */
    Rate(long length) {
        this.before = length;
    }

    /** Ends a second in which the log has grown to {@code length}. */
    synchronized void tick(long length) {
        seconds.add(Math.max(0, length - before));
        before = length;
        if (seconds.size() > SECONDS) {
            seconds.remove();
        }
    }

    /** Oldest first. */
    synchronized List<Long> perSecond() {
        return List.copyOf(seconds);
    }
}
