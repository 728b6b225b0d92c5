package dev.signalbox.livelog;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Livelogs;
import dev.signalbox.web.Edge;
import dev.signalbox.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Live logs on the main port: in, out, and what there is. */
public final class LivelogRoutes implements Routes {

    private static final String GENERATION = "generation";
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
        int generation = GetPort.generation(ctx.request().getParam(GENERATION));
        livelog.outflow()
                .answer(edge.vertx(), ctx.request(), ctx.pathParam("stream"), generation)
                .onFailure(ctx::fail);
    }

    private static Future<?> list(Edge edge, RoutingContext ctx) {
        String stream = ctx.request().getParam("stream", "");
        if (!stream.isEmpty() && !StreamName.isValid(stream)) {
            throw invalid("stream", StreamName.RULE);
        }
        Livelogs.Find find = Livelogs.Find.of(stream, ctx.request().getParam("before"), limit(ctx));
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
        int generation = removed(ctx.queryParams());
        if (!StreamName.isValid(ctx.pathParam("stream"))) {
            throw StreamName.none();
        }
        return Livelogs.REMOVE
                .ask(edge.vertx(), new Livelogs.Remove(ctx.pathParam("stream"), generation))
                .compose(removed -> ctx.response().setStatusCode(204).end());
    }

    /** Whatever could be meant as the number of one generation must not be taken for the lack of one. */
    private static int removed(MultiMap params) {
        for (String name : params.names()) {
            if (!name.equals(GENERATION)) {
                throw invalid(name, "is not a parameter here; generation is");
            }
        }
        List<String> given = params.getAll(GENERATION);
        if (given.isEmpty()) {
            return 0;
        }
        int generation = GetPort.generation(given.getFirst());
        if (given.size() > 1 || generation < 1) {
            throw invalid(GENERATION, "is not the number of one generation; leave it out to remove all");
        }
        return generation;
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
