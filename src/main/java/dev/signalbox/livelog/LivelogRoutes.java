package dev.signalbox.livelog;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Livelogs;
import dev.signalbox.web.Edge;
import dev.signalbox.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Live logs on the main port: in, out, and what there is. */
public final class LivelogRoutes implements Routes {

    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1_000;

    private final Livelog livelog;

    public LivelogRoutes(Livelog livelog) {
        this.livelog = livelog;
    }

    @Override
    public void mount(Edge edge) {
        Router router = edge.router();
        router.put("/livelog/:stream").handler(ctx -> put(edge, ctx));
        router.get("/livelog/:stream").handler(ctx -> get(edge, ctx));
        router.get("/api/livelogs").handler(ctx -> answer(ctx, list(edge, ctx)));
        router.delete("/api/livelogs/:stream").handler(ctx -> answer(ctx, remove(edge, ctx)));
    }

    private void put(Edge edge, RoutingContext ctx) {
        livelog.intake()
                .take(edge.vertx(), ctx.request(), ctx.pathParam("stream"))
                .onSuccess(durable -> IntakeAnswers.created(ctx.request()))
                // Not by way of the router, which takes it that a body is read whatever becomes of it.
                .onFailure(cause -> IntakeAnswers.refused(edge.vertx(), ctx.request(), cause));
    }

    private void get(Edge edge, RoutingContext ctx) {
        String stream = ctx.pathParam("stream");
        int generation = GetPort.generation(ctx.request().getParam("generation"));
        if (generation < 0 || !StreamName.isValid(stream)) {
            ctx.fail(new FaultException(new Fault.NotFound("there is no such live log here")));
            return;
        }
        livelog.outflow()
                .answer(edge.vertx(), ctx.request(), stream, generation)
                .onFailure(ctx::fail);
    }

    private static Future<?> list(Edge edge, RoutingContext ctx) {
        String stream = ctx.request().getParam("stream", "");
        if (!stream.isEmpty() && !StreamName.isValid(stream)) {
            throw invalid("stream", StreamName.RULE);
        }
        Livelogs.Find find = new Livelogs.Find(stream, before(ctx.request().getParam("before")), limit(ctx));
        return Livelogs.FIND.ask(edge.vertx(), find).compose(found -> {
            JsonArray logs = new JsonArray();
            found.logs().forEach(log -> logs.add(json(log)));
            JsonObject body = new JsonObject()
                    .put("livelogs", logs)
                    .put("next", found.next() == null ? null : found.next().toString());
            ctx.response().putHeader("Content-Type", "application/json");
            return ctx.response().end(body.toBuffer());
        });
    }

    private static Future<?> remove(Edge edge, RoutingContext ctx) {
        int generation = GetPort.generation(ctx.request().getParam("generation"));
        if (generation < 0) {
            throw invalid("generation", "is not a number of a generation");
        }
        if (!StreamName.isValid(ctx.pathParam("stream"))) {
            throw new FaultException(new Fault.NotFound("there is no such live log here"));
        }
        return Livelogs.REMOVE
                .ask(edge.vertx(), new Livelogs.Remove(ctx.pathParam("stream"), generation))
                .compose(removed -> ctx.response().setStatusCode(204).end());
    }

    private static JsonObject json(Livelogs.Log log) {
        return new JsonObject()
                .put("stream", log.stream())
                .put("generation", log.generation())
                .put("state", log.state())
                .put("bytes", log.bytes())
                .put("started", log.started().toString())
                .put("ended", log.ended() == null ? null : log.ended().toString())
                .put("producer", log.producer())
                .put("content_type", log.contentType())
                .put("content_encoding", log.contentEncoding());
    }

    private static @Nullable Instant before(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw invalid("before", "is not a time such as 2026-11-20T08:00:00Z");
        }
    }

    private static int limit(RoutingContext ctx) {
        String text = ctx.request().getParam("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw invalid("limit", "must be a whole number from 1 to " + MOST);
        }
        return limit;
    }

    private static FaultException invalid(String field, String why) {
        return new FaultException(new Fault.Invalid(field, why));
    }

    private static void answer(RoutingContext ctx, Future<?> answered) {
        answered.onFailure(ctx::fail);
    }
}
