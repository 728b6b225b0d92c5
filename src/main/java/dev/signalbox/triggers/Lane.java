package dev.signalbox.triggers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way of one trigger to its target: a few tries at once, and as many that wait as the target takes in a moment. After
 * several failures in a row it closes, and opens for a single try now and then, to see whether the target is back; the first
 * success opens it wide. What is due meanwhile stays in the store, and uses up no tries. Confined to one event loop.
 */
final class Lane {

    /** Failures in a row after which a target counts as down. */
    private static final int DOWN = 5;

    /**
     * For each that may be under way, so many wait as end within this time: enough that a fast target is not kept waiting for
     * the store, which is asked seldom and for many at once, and few enough that a slow one keeps none from other nodes.
     */
    private static final Duration AHEAD = Duration.ofMillis(250);

    private static final int LEAST_AHEAD = 2;
    private static final int MOST_AHEAD = 64;

    /** How long tries take, in milliseconds, until there were some. */
    private static final double FIRST_GUESS = 30;

    /** How much of the average the newest try is. */
    private static final double NEWEST = 0.1;

    /**
     * Who has waited for so long here is left to the store again: its lease is for the length of one try and what it takes
     * to record it.
     */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Between a failure of a target that is down and the next look at it; doubled each time. */
    private static final Duration FIRST_REST = Duration.ofSeconds(1);

    private static final Duration LONGEST_REST = Duration.ofSeconds(10);

    /** A target that asks for a pause with one answer does not want the other deliveries either; but not for hours. */
    private static final Duration LONGEST_ASKED = Duration.ofMinutes(1);

    private final int most;
    private final ArrayDeque<Delivery> waiting = new ArrayDeque<>();
    private int underWay;
    private int failures;
    private double averageMillis = FIRST_GUESS;
    private long opens;

    /** @param most tries at once */
    Lane(int most, long now) {
        this.most = most;
        this.opens = now;
    }

    /** How many more it takes. */
    int room(long now) {
        return Math.max(0, takes(now) - waiting.size());
    }

    /** How many more are worth asking the store for: none until half of those that may wait are gone. */
    int wanted(long now) {
        int room = room(now);
        return 2 * room >= takes(now) ? room : 0;
    }

    private int takes(long now) {
        if (now - opens < 0) {
            return 0;
        }
        int ahead = Math.clamp((int) (AHEAD.toMillis() / averageMillis), LEAST_AHEAD, MOST_AHEAD);
        return failures >= DOWN ? 1 - underWay : most * ahead;
    }

    /** Whether nothing is under way or waits. */
    boolean isEmpty() {
        return underWay == 0 && waiting.isEmpty();
    }

    boolean isIdle(long now) {
        return isEmpty() && now - opens >= 0;
    }

    int waiting() {
        return waiting.size();
    }

    void add(Delivery delivery) {
        waiting.add(delivery);
    }

    /** The next to be tried; null when none is, or enough are under way. {@link #ended} must follow. */
    @Nullable
    Delivery next(long now) {
        if (now - opens < 0 || underWay >= (failures >= DOWN ? 1 : most)) {
            return null;
        }
        Delivery next = waiting.poll();
        while (next != null && now - next.claimed() > PATIENCE.toNanos()) {
            next = waiting.poll();
        }
        if (next != null) {
            underWay++;
        }
        return next;
    }

    /** A try was not made after all, or says nothing of the target. */
    void dropped() {
        underWay--;
    }

    /**
     * @param millis that the try took
     * @param asked the pause that the target asked for; null when it did not
     */
    void ended(boolean success, long millis, @Nullable Duration asked, long now) {
        underWay--;
        averageMillis += NEWEST * (Math.max(1, millis) - averageMillis);
        failures = success ? 0 : failures + 1;
        if (failures >= DOWN) {
            rest(FIRST_REST.multipliedBy(1L << Math.min(failures - DOWN, 10)), LONGEST_REST, now);
        }
        if (!success && asked != null) {
            rest(asked, LONGEST_ASKED, now);
        }
    }

    /** Those that wait although nothing will be tried for a while, or ever: the caller is to let go of them. */
    List<Delivery> release(boolean all, long now) {
        if (waiting.isEmpty() || (!all && now - opens >= 0)) {
            return List.of();
        }
        List<Delivery> released = new ArrayList<>();
        for (Delivery delivery : waiting) {
            if (now - delivery.claimed() < PATIENCE.toNanos()) {
                released.add(delivery);
            }
        }
        waiting.clear();
        return released;
    }

    private void rest(Duration wanted, Duration longest, long now) {
        long nanos = Math.min(wanted.toMillis(), longest.toMillis()) * TimeUnit.MILLISECONDS.toNanos(1);
        opens = now + nanos - opens > 0 ? now + nanos : opens;
    }
}
