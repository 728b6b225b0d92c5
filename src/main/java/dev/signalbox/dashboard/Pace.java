package dev.signalbox.dashboard;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs a task whenever it is asked for, but leaves a pause in between: the first request is served at once, all that come
 * during the pause by one run at its end. A single event is not delayed, and a thousand a second cost each listener one
 * write per pause instead of one each. One event loop.
 */
final class Pace {

    private final long pauseNanos;
    private final LongSupplier nanoClock;
    private final Later later;
    private final Runnable task;
    private long lastRun;
    private boolean waiting;

    Pace(Duration pause, LongSupplier nanoClock, Later later, Runnable task) {
        this.pauseNanos = pause.toNanos();
        this.nanoClock = nanoClock;
        this.later = later;
        this.task = task;
        this.lastRun = nanoClock.getAsLong() - pauseNanos;
    }

    void request() {
        if (waiting) {
            return;
        }
        long rest = lastRun + pauseNanos - nanoClock.getAsLong();
        if (rest <= 0) {
            run();
        } else {
            waiting = true;
            later.after(Math.max(1, TimeUnit.NANOSECONDS.toMillis(rest)), this::run);
        }
    }

    private void run() {
        waiting = false;
        lastRun = nanoClock.getAsLong();
        task.run();
    }
}
