package dev.signalbox.livelog;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends what a producer sends to its file. What arrives while a write is under way goes into the next one, so that a
 * hundred thousand tiny pieces cost few writes; what was written can be read at once; and the disk is told to keep it
 * about once a second, so that little is left to wait for at the end. Confined to the producer's event loop, but for
 * {@link #write}, {@link #force} and {@link #closeFile}, which run on workers.
 */
final class Recorder {

    /** More than this unwritten and the producer is to pause: about a millisecond of a fast one. */
    private static final int FULL = 512 << 10;

    private static final long SYNC_MILLIS = 1_000;

    private final Workers workers;
    private final FileChannel file;
    private final Growth growth;
    private final Vertx vertx;
    private final long timer;
    private final Promise<Void> idle = Promise.promise();
    private final Promise<Void> sound = Promise.promise();
    private List<Buffer> pending = new ArrayList<>();
    private int pendingBytes;
    private boolean writing;
    private boolean syncing;
    private boolean ending;
    private long synced;
    private @Nullable Runnable drained;
    private @Nullable Future<Void> closed;

    Recorder(Vertx vertx, Workers workers, Recording recording) {
        this.vertx = vertx;
        this.workers = workers;
        this.file = recording.file();
        this.growth = recording.growth();
        this.synced = growth.length();
        this.timer = vertx.setPeriodic(SYNC_MILLIS, tick -> sync());
    }

    void add(Buffer bytes) {
        pending.add(bytes);
        pendingBytes += bytes.length();
        writeNext();
    }

    /** Whether the producer should pause; {@code whenDrained} then runs once it may go on. */
    boolean full(Runnable whenDrained) {
        if (pendingBytes <= FULL) {
            return false;
        }
        drained = whenDrained;
        return true;
    }

    /** Fails as soon as something could not be written; nothing is written after that. Never succeeds. */
    Future<Void> sound() {
        return sound.future();
    }

    /** Completes when all that was added is written, or could not be. Nothing may be added after it. */
    Future<Void> written() {
        ending = true;
        writeNext();
        return idle.future();
    }

    /**
     * Makes what was written durable and closes the file; the same future for every caller. Call it after {@link #written}.
     *
     * @return fails when anything that was added could not be kept
     */
    Future<Void> close() {
        if (closed == null) {
            vertx.cancelTimer(timer);
            closed = workers.disk(this::force)
                    .eventually(() -> workers.disk(this::closeFile))
                    .compose(forced -> failed() ? sound.future() : Future.succeededFuture());
        }
        return closed;
    }

    private boolean failed() {
        return sound.future().isComplete();
    }

    private void writeNext() {
        if (writing) {
            return;
        }
        if (pending.isEmpty() || failed()) {
            if (ending) {
                idle.tryComplete();
            }
            return;
        }
        writing = true;
        List<Buffer> batch = pending;
        pending = new ArrayList<>();
        pendingBytes = 0;
        workers.files(() -> write(batch)).onComplete((length, cause) -> {
            writing = false;
            if (cause != null) {
                sound.tryFail(cause);
            }
            writeNext();
            if (drained != null) {
                Runnable goOn = drained;
                drained = null;
                goOn.run();
            }
        });
    }

    private Long write(List<Buffer> batch) throws IOException {
        ByteBuffer[] pieces = new ByteBuffer[batch.size()];
        long left = 0;
        for (int i = 0; i < pieces.length; i++) {
            ByteBuf bytes = ((BufferInternal) batch.get(i)).getByteBuf();
            pieces[i] = bytes.nioBuffer();
            left += pieces[i].remaining();
        }
        int first = 0;
        while (left > 0) {
            left -= file.write(pieces, first, pieces.length - first);
            while (first < pieces.length && !pieces[first].hasRemaining()) {
                first++;
            }
        }
        long length = file.position();
        // From here rather than from the event loop: a turn of it sooner, readers have the bytes.
        growth.grew(length);
        return length;
    }

    private void sync() {
        if (!syncing && growth.length() > synced) {
            syncing = true;
            long upTo = growth.length();
            workers.disk(this::force).onComplete((forced, cause) -> {
                syncing = false;
                if (cause == null) {
                    synced = upTo;
                } else {
                    sound.tryFail(cause);
                }
            });
        }
    }

    /** On a worker, since it waits for a sync that is under way. */
    private @Nullable Void closeFile() {
        LogFiles.close(file);
        return null;
    }

    private @Nullable Void force() throws IOException {
        file.force(false);
        return null;
    }
}
