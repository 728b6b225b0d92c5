package dev.signalbox.livelog;

import dev.signalbox.web.TextAnswers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** What a producer is told, on either port. */
final class IntakeAnswers {

    private IntakeAnswers() {}

    static void created(HttpServerRequest request) {
        request.response().setStatusCode(201).end();
    }

    /** To one that takes up a log at the wrong place, where the right one is: as much in a header as in words. */
    static void refused(Vertx vertx, HttpServerRequest request, Throwable cause) {
        if (cause instanceof Shelf.Misplaced misplaced) {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + misplaced.length())
                    .putHeader("Signalbox-Length", Long.toString(misplaced.length()))
                    .putHeader("Signalbox-State", misplaced.state());
            TextAnswers.answer(vertx, request, 409, misplaced.getMessage() + "\n");
        } else {
            TextAnswers.fault(vertx, request, cause);
        }
    }
}
