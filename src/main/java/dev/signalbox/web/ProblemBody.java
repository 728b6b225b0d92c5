package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The three forms of an error: RFC 9457 for programs, one line for scripts, a small page for people. */
final class ProblemBody {

    private ProblemBody() {}

    static void write(HttpServerRequest request, Problem problem) {
        HttpServerResponse response = request.response();
        response.putHeader("Cache-Control", "no-store");
        switch (form(request)) {
            case API -> end(response, "application/problem+json", json(problem).encode());
            case PAGE -> end(response, "text/html; charset=utf-8", ProblemPage.html(title(problem), problem.why()));
            case CURL -> end(response, "text/plain; charset=utf-8", line(problem.why()));
        }
    }

    private static Surface form(HttpServerRequest request) {
        // What could not be read has neither a path nor headers worth a look.
        boolean readable = request.decoderResult().isSuccess() && request.path() != null;
        Surface surface = readable ? Surface.of(request.path()) : Surface.CURL;
        if (surface != Surface.PAGE) {
            return surface;
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/html") ? Surface.PAGE : Surface.CURL;
    }

    private static void end(HttpServerResponse response, String type, String body) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, type).end(body);
    }

    private static JsonObject json(Problem problem) {
        JsonObject json = new JsonObject()
                .put("type", "about:blank")
                .put("title", title(problem))
                .put("status", problem.status())
                .put("detail", problem.why());
        if (!problem.errors().isEmpty()) {
            JsonArray errors = new JsonArray();
            for (Fault.FieldError error : problem.errors()) {
                errors.add(new JsonObject().put("field", error.field()).put("message", error.message()));
            }
            json.put("errors", errors);
        }
        return json;
    }

    /** A reason may quote what the client sent, line breaks included; scripts read exactly one line. */
    private static String line(String why) {
        return why.replaceAll("\\R", " ") + "\n";
    }

    private static String title(Problem problem) {
        return HttpResponseStatus.valueOf(problem.status()).reasonPhrase();
    }
}
