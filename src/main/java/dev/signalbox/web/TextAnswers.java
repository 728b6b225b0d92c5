package dev.signalbox.web;

import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * Short answers on ports that have no router: a status and a line of text, as scripts get them on the main port. Confined to
 * the request's event loop.
 */
public final class TextAnswers {

    /** Of HTTP/2 (RFC 9113 §7). With its code for "no error" a client takes what it has got for all there is. */
    private static final long INTERNAL_ERROR = 2;

    private TextAnswers() {}

    /** Ends a response that has begun so that it cannot pass as whole. */
    public static Future<Void> cutOff(HttpServerResponse response) {
        return response.reset(INTERNAL_ERROR);
    }

    /** Answers with a failure's status and sentence. */
    public static void fault(Vertx vertx, HttpServerRequest request, Throwable cause) {
        Problem problem = Problem.of(FaultException.of(cause));
        if (!request.response().headWritten()) {
            problem.headers().forEach(request.response()::putHeader);
        }
        answer(vertx, request, problem.status(), problem.why() + "\n");
    }

    /**
     * Answers, and closes the connection if the request's body was not read. A response that has begun is cut off instead, so
     * that it cannot pass as whole.
     */
    public static void answer(Vertx vertx, HttpServerRequest request, int status, String text) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            cutOff(response);
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader("X-Content-Type-Options", "nosniff");
        if (hasBody(request) && !request.isEnded()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            Linger.on(vertx, request);
        }
        response.end(text);
    }

    private static boolean hasBody(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || request.headers().contains(HttpHeaders.CONTENT_LENGTH);
    }
}
