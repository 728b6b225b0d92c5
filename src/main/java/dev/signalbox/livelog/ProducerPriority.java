package dev.signalbox.livelog;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets a producer that is held up go before readers in bulk. What it sends is then kept as fast as it can be, and readers,
 * who miss nothing by coming later, share what is left until it has caught up. One for the node. Thread-safe.
 */
final class ProducerPriority {

    /** Bytes of one producer that one look at its socket brings, when more wait there than are taken in time. */
    static final int HELD_UP_BYTES = 512 << 10;

    /** Longer than a loop that has much to do takes to come round. */
    private static final long LASTS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ConcurrentMap<Context, Turns> loops = new ConcurrentHashMap<>();
    private final LongSupplier nanoClock;
    private volatile long until;

    ProducerPriority(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.until = nanoClock.getAsLong();
    }

    /** A producer waits for this node. */
    void heldUp() {
        until = nanoClock.getAsLong() + LASTS_NANOS;
    }

    /** Whether one waited a moment ago. */
    boolean active() {
        return nanoClock.getAsLong() - until < 0;
    }

    /** @param context of the event loop that is running, the same for all its readers */
    Turns on(Context context) {
        return loops.computeIfAbsent(context, Turns::new);
    }

    /** The readers of one event loop that have given way. Confined to it. */
    final class Turns {

        /** Between two turns of a megabyte: with a few loops still some hundred megabytes a second for readers. */
        private static final long PAUSE_MILLIS = 4;

        private final Context context;
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private boolean resting;

        private Turns(Context context) {
            this.context = context;
        }

        /** Runs {@code reader} when it is its turn. */
        void await(Runnable reader) {
            waiting.add(reader);
            rest();
        }

        private void rest() {
            if (!resting && !waiting.isEmpty()) {
                resting = true;
                context.owner().setTimer(PAUSE_MILLIS, tick -> next());
            }
        }

        private void next() {
            resting = false;
            int turns = active() ? 1 : waiting.size();
            for (int i = 0; i < turns; i++) {
                waiting.remove().run();
            }
            rest();
        }
    }
}
