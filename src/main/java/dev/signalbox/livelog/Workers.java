package dev.signalbox.livelog;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;

/**
 * Threads for what blocks. Writes and reads mostly go to the page cache and then take microseconds; what waits for the disk
 * by its nature, and what reads a whole log, has threads of its own, so that these do not wait behind it. A read of a log
 * that nobody has read lately waits for the disk too. Thread-safe.
 */
final class Workers {

    private static final int FILE_THREADS = 4;
    private static final int DISK_THREADS = 4;
    /** Reading a log of gigabytes takes seconds; no producer that begins or ends may wait behind it. */
    private static final int SCAN_THREADS = 2;

    private final WorkerExecutor files;
    private final WorkerExecutor disk;
    private final WorkerExecutor scans;

    Workers(Vertx vertx) {
        this.files = vertx.createSharedWorkerExecutor("signalbox-livelog-files", FILE_THREADS);
        this.disk = vertx.createSharedWorkerExecutor("signalbox-livelog-disk", DISK_THREADS);
        this.scans = vertx.createSharedWorkerExecutor("signalbox-livelog-scans", SCAN_THREADS);
    }

    /** Completes on the caller's event loop. */
    <T> Future<T> files(Callable<T> task) {
        return files.executeBlocking(task, false);
    }

    /** Completes on the caller's event loop. */
    <T> Future<T> disk(Callable<T> task) {
        return disk.executeBlocking(task, false);
    }

    /** For what reads a whole log. Completes on the caller's event loop. */
    <T> Future<T> scan(Callable<T> task) {
        return scans.executeBlocking(task, false);
    }
}
