package dev.signalbox.livelog;

import io.vertx.core.Future;

/** The way of a file's bytes into one response. Confined to the response's event loop. */
interface Outlet extends AutoCloseable {

    /**
     * Sends a stretch of the file. One at a time.
     *
     * @return completes once the connection has taken all of it, and fails when it never will
     */
    Future<Void> send(long position, long count);

    /** Gives the file back. */
    @Override
    void close();
}
