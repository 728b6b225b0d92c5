package dev.signalbox.livelog;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Looks at whole logs, slice by slice, so that whoever asks has a turn soon and one who leaves is worked for no longer than a
 * slice. Only so many are under way at once; one more is refused, since it would wait longer than anybody likes to. One for
 * the node. Thread-safe.
 */
final class Scans {

    /** With two threads, the last of these waits some five seconds for its first slice. */
    static final int PLACES = 32;

    /** What one slice may take of a thread. */
    private static final long SLICE_NANOS = 300_000_000;

    private static final int RETRY_SECONDS = 3;

    private final Workers workers;
    private final Semaphore places = new Semaphore(PLACES);
    private final ConcurrentMap<String, Scan> scans = new ConcurrentHashMap<>();

    Scans(Workers workers) {
        this.workers = workers;
    }

    /**
     * Does {@code work} for an asker.
     *
     * @param asker a name that nobody else has, or empty for one that stays
     */
    <T> Future<T> forAsker(String asker, Function<Scan, Future<T>> work) {
        Scan scan = new Scan();
        if (!asker.isEmpty()) {
            scans.put(asker, scan);
        }
        return work.apply(scan).onComplete(done -> {
            scans.remove(asker, scan);
            scan.end();
        });
    }

    /** The asker does not wait any more. */
    void left(String asker) {
        Scan scan = scans.get(asker);
        if (scan != null) {
            scan.left = true;
        }
    }

    /** A part of the work; is asked whether it is time to stop, now and then, after it has done something. */
    interface Slice<T> {
        T run(BooleanSupplier spent) throws Exception;
    }

    /** What is done for one asker. */
    final class Scan {

        private volatile boolean left;
        /** Guarded by this. */
        private boolean placed;

        private Scan() {}

        /** Fails with {@link Fault.Unavailable} when there is no place for it, or its asker has left. */
        <T> Future<T> slice(Slice<T> slice) {
            if (!place()) {
                return Future.failedFuture(
                        unavailable("as many searches of live logs are under way as the node does at once"));
            }
            Callable<T> task = () -> {
                if (left) {
                    throw unavailable("who asked has left");
                }
                long end = System.nanoTime() + SLICE_NANOS;
                return slice.run(() -> left || System.nanoTime() - end > 0);
            };
            return workers.scan(task);
        }

        private synchronized boolean place() {
            placed = placed || places.tryAcquire();
            return placed;
        }

        private synchronized void end() {
            if (placed) {
                placed = false;
                places.release();
            }
        }
    }

    private static FaultException unavailable(String why) {
        return new FaultException(new Fault.Unavailable(why, RETRY_SECONDS));
    }
}
