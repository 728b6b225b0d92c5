package dev.signalbox.dashboard;

import io.vertx.core.buffer.Buffer;

/** Where a listener's bytes go: the socket of one browser. One event loop. */
interface Sink {

    /** Whether the client has not read what it was sent before; nothing more may be written until it has. */
    boolean isFull();

    void write(Buffer bytes);

    /** The last bytes; the client sees an orderly end. */
    void end(Buffer bytes);
}
