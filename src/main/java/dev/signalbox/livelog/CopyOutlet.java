package dev.signalbox.livelog;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads the file on a worker and writes what it read, for connections that encrypt or frame what they carry. One piece is
 * in memory at a time, and the next is read when the connection has taken it.
 */
final class CopyOutlet implements Outlet {

    private static final int PIECE = 64 << 10;

    private final Workers workers;
    private final HttpServerResponse response;
    private final FileChannel file;

    CopyOutlet(Workers workers, HttpServerResponse response, FileChannel file) {
        this.workers = workers;
        this.response = response;
        this.file = file;
    }

    @Override
    public Future<Void> send(long position, long count) {
        int piece = (int) Math.min(PIECE, count);
        return workers.files(() -> read(position, piece))
                .compose(response::write)
                .compose(taken -> count > piece ? send(position + piece, count - piece) : Future.succeededFuture());
    }

    @Override
    public void close() {
        // On a worker, since it waits for a read that is under way.
        workers.files(() -> {
            LogFiles.close(file);
            return null;
        });
    }

    private Buffer read(long position, int count) throws IOException {
        byte[] bytes = new byte[count];
        LogFiles.fill(file, ByteBuffer.wrap(bytes), position);
        return Buffer.buffer(bytes);
    }
}
