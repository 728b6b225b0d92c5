package dev.signalbox.livelog;

import io.vertx.core.Context;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How far a generation has grown. The producer's side moves it on, one thread at a time; readers on any event loop look,
 * and wait for more. Waking costs one task for each event loop that has readers, however many they are, and pieces that
 * arrive while a loop is busy wake it once.
 */
final class Growth {

    private final ConcurrentMap<Context, Waiting> loops = new ConcurrentHashMap<>();
    private volatile long length;
    private volatile State state;

    Growth(long length, State state) {
        this.length = length;
        this.state = state;
    }

    /** Bytes that are in the file and may be read. Once the state is not live any more, all there will be. */
    long length() {
        return length;
    }

    State state() {
        return state;
    }

    /** More bytes can be read. */
    void grew(long newLength) {
        length = newLength;
        wake();
    }

    /** There will be no more. */
    void end(State ended) {
        state = ended;
        wake();
    }

    /**
     * Where readers of one event loop wait. A reader must have it before it looks at the length for the first time: only
     * then can nothing arrive between its look and its wait.
     *
     * @param context of the event loop that is running, the same for all its readers: each would stay here else
     */
    Waiting on(Context context) {
        return loops.computeIfAbsent(context, Waiting::new);
    }

    private void wake() {
        loops.values().forEach(Waiting::wake);
    }

    /** The readers of one event loop that have read everything. */
    static final class Waiting {
        private final Context context;
        private final AtomicBoolean woken = new AtomicBoolean();
        /** Confined to the event loop. */
        private Set<Runnable> readers = new LinkedHashSet<>();

        private Waiting(Context context) {
            this.context = context;
        }

        /** Runs {@code reader} once, after the next change. Call on the event loop. */
        void await(Runnable reader) {
            readers.add(reader);
        }

        /** The reader does not wait any more. Call on the event loop. */
        void forget(Runnable reader) {
            readers.remove(reader);
        }

        private void wake() {
            if (!woken.getAndSet(true)) {
                context.runOnContext(turn -> run());
            }
        }

        private void run() {
            woken.set(false);
            Set<Runnable> now = readers;
            readers = new LinkedHashSet<>();
            now.forEach(Runnable::run);
        }
    }
}
