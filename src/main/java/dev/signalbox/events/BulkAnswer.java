package dev.signalbox.events;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** What became of each event of one request. */
final class BulkAnswer {

    /** Refusals that are named; of the rest only the number is told, or 16 MiB of garbage would be answered with more. */
    private static final int NAMED_REFUSALS = 1_000;

    private final StringBuilder ids = new StringBuilder();
    private final JsonArray rejected = new JsonArray();
    private int accepted;
    private int rejectedMore;

    void accept(List<Long> more) {
        for (Long id : more) {
            ids.append(accepted++ == 0 ? "\"" : ",\"").append(id.longValue()).append('"');
        }
    }

    void reject(List<BulkReader.Rejected> more) {
        for (BulkReader.Rejected one : more) {
            if (rejected.size() < NAMED_REFUSALS) {
                rejected.add(new JsonObject().put("line", one.line()).put("error", one.error()));
            } else {
                rejectedMore++;
            }
        }
    }

    /** Everything was read: 200 when anything was accepted, otherwise 400. */
    void end(RoutingContext ctx) {
        if (accepted > 0) {
            ctx.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end("{" + outcome() + "}");
            return;
        }
        problem(
                ctx,
                400,
                "Bad Request",
                rejected.isEmpty() ? "there is no event in the body" : "no event was accepted");
    }

    /**
     * Reading or storing ended early. When something had been stored before, the answer says what, so that a client
     * need not send it again.
     */
    void fail(RoutingContext ctx, Throwable cause) {
        Fault fault = FaultException.of(cause);
        if (accepted > 0) {
            int seconds = fault instanceof Fault.Unavailable unavailable ? unavailable.retryAfterSeconds() : 1;
            ctx.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
            problem(ctx, 503, "Service Unavailable", "only the first events were stored: " + fault.why());
        } else {
            ctx.fail(new FaultException(fault));
        }
    }

    private void problem(RoutingContext ctx, int status, String title, String detail) {
        JsonArray errors = new JsonArray();
        for (int i = 0; i < rejected.size(); i++) {
            JsonObject one = rejected.getJsonObject(i);
            errors.add(new JsonObject()
                    .put("field", "line " + one.getInteger("line"))
                    .put("message", one.getString("error")));
        }
        String about = new JsonObject()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("errors", errors)
                .encode();
        ctx.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(about.substring(0, about.length() - 1) + "," + outcome() + "}");
    }

    private String outcome() {
        return "\"accepted\":" + accepted + ",\"ids\":[" + ids + "],\"rejected\":" + rejected.encode()
                + (rejectedMore > 0 ? ",\"rejected_more\":" + rejectedMore : "");
    }
}
