package dev.signalbox.dashboard;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** The response of one stream. A failed write needs no answer here: the connection's close handler follows. */
record ResponseSink(HttpServerResponse response) implements Sink {

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public void write(Buffer bytes) {
        response.write(bytes);
    }

    @Override
    public void end(Buffer bytes) {
        response.end(bytes);
    }
}
