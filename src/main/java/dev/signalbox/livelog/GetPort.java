package dev.signalbox.livelog;

import dev.signalbox.web.TextAnswers;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Where readers read, from wherever: who knows the token may. The original's addresses, and the same with a stream's name. */
final class GetPort implements Handler<HttpServerRequest> {

    private static final String PREFIX = "/log/";
    private static final String METHODS = "GET, HEAD, OPTIONS";

    private final Vertx vertx;
    private final Outflow outflow;
    private final byte[] token;

    GetPort(Vertx vertx, Outflow outflow, String token) {
        this.vertx = vertx;
        this.outflow = outflow;
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void handle(HttpServerRequest request) {
        String path = request.path();
        // Pages of other sites may read what the token opens, errors included: their viewers tell people what is wrong.
        request.response()
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Access-Control-Expose-Headers", "Transfer-Encoding");
        if ("/log".equals(path)) {
            request.response()
                    .putHeader(HttpHeaders.LOCATION, PREFIX)
                    .setStatusCode(301)
                    .end();
        } else if (path == null || !path.startsWith(PREFIX)) {
            TextAnswers.answer(vertx, request, 404, "404 page not found\n");
        } else {
            read(request, path.substring(PREFIX.length()));
        }
    }

    private void read(HttpServerRequest request, String rest) {
        int slash = rest.indexOf('/');
        String given = slash < 0 ? rest : rest.substring(0, slash);
        String stream = slash < 0 ? StreamName.DEFAULT : rest.substring(slash + 1);
        if (HttpMethod.OPTIONS.equals(request.method())) {
            preflight(request);
        } else if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token)) {
            TextAnswers.answer(vertx, request, 401, "Access denied");
        } else if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, METHODS);
            TextAnswers.answer(vertx, request, 405, "a log can only be read here: " + METHODS + "\n");
        } else {
            outflow.answer(vertx, request, stream, generation(request.getParam("generation")))
                    .onFailure(cause -> TextAnswers.fault(vertx, request, cause));
        }
    }

    /** 0, for the latest, when none is named; negative when what is named is no generation. */
    static int generation(@Nullable String parameter) {
        if (parameter == null || parameter.isEmpty()) {
            return 0;
        }
        return parameter.matches("[1-9]\\d{0,8}") ? Integer.parseInt(parameter) : -1;
    }

    private static void preflight(HttpServerRequest request) {
        request.response()
                .putHeader("Access-Control-Allow-Methods", METHODS)
                .putHeader("Access-Control-Allow-Headers", "Range, If-Range, If-None-Match")
                .putHeader(HttpHeaders.ALLOW, METHODS)
                .setStatusCode(204)
                .end();
    }
}
