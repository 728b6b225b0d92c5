package dev.signalbox.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/** What to do with a body that nobody wants any more. */
final class Linger {

    /** Long enough for a client that is still sending to read its answer; it has been told that we close. */
    private static final long MILLIS = 2_000;

    private Linger() {}

    /**
     * Throws the rest of a body away, then closes. Closed at once, the connection would be reset, and the client might lose
     * the answer that is on its way.
     */
    static void on(Vertx vertx, HttpServerRequest request) {
        long timer = vertx.setTimer(MILLIS, elapsed -> request.connection().close());
        request.handler(ignored -> {});
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.endHandler(read -> {
            vertx.cancelTimer(timer);
            request.connection().close();
        });
        request.resume();
    }
}
