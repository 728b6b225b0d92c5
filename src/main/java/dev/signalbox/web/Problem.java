package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import java.util.List;
import java.util.Map;

/**
 * A refusal in the terms of HTTP.
 *
 * @param reason one word for the metrics
 * @param errors the fields at fault; empty when the request as a whole is
 * @param headers what this status owes the client besides its body
 */
record Problem(int status, String reason, String why, List<Fault.FieldError> errors, Map<String, String> headers) {

    /** What {@code Edge.body} understands, as a client is told that sent something else. */
    static final String ENCODINGS = "gzip, zstd, identity";

    Problem(int status, String reason, String why) {
        this(status, reason, why, List.of(), Map.of());
    }

    /** The one place where a fault gets its status code. */
    static Problem of(Fault fault) {
        String why = fault.why();
        return switch (fault) {
            case Fault.Invalid invalid -> new Problem(400, "invalid", why, named(invalid.errors()), Map.of());
            case Fault.Unauthorized _ ->
                new Problem(
                        401,
                        "unauthorized",
                        why,
                        List.of(),
                        Map.of("WWW-Authenticate", "Basic realm=\"Signalbox\", charset=\"UTF-8\""));
            case Fault.Forbidden _ -> new Problem(403, "forbidden", why);
            case Fault.NotFound _ -> new Problem(404, "not-found", why);
            case Fault.TooSlow _ -> new Problem(408, "too-slow", why);
            case Fault.Conflict _ -> new Problem(409, "conflict", why);
            case Fault.TooLarge _ -> new Problem(413, "too-large", why);
            case Fault.Unsupported _ ->
                new Problem(415, "unsupported", why, List.of(), Map.of("Accept-Encoding", ENCODINGS));
            case Fault.NotImplemented _ -> new Problem(501, "not-implemented", why);
            case Fault.Unavailable unavailable ->
                new Problem(
                        503,
                        "unavailable",
                        why,
                        List.of(),
                        Map.of("Retry-After", Integer.toString(Math.max(1, unavailable.retryAfterSeconds()))));
            case Fault.Broken _ -> new Problem(500, "broken", why);
        };
    }

    static Problem methodNotAllowed(String method, String path, String allowed) {
        return new Problem(
                405,
                "method",
                "method " + method + " is not allowed on " + path + "; allowed: " + allowed,
                List.of(),
                Map.of("Allow", allowed));
    }

    /** The same, counted under a reason that says more. */
    Problem because(String closerReason) {
        return new Problem(status, closerReason, why, errors, headers);
    }

    /** The body was refused before its end, so what still arrives of it must not be taken for a next request. */
    boolean cutsBody() {
        return status == 413 || status == 408;
    }

    private static List<Fault.FieldError> named(List<Fault.FieldError> errors) {
        return errors.stream().filter(error -> !error.field().isEmpty()).toList();
    }
}
