package dev.signalbox.triggers;

import dev.signalbox.bus.Triggers;
import dev.signalbox.web.Edge;
import dev.signalbox.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.BiFunction;

/** Triggers and deliveries for programs: {@code /api/event-triggers} and {@code /api/deliveries}. */
public final class TriggersRoutes implements Routes {

    private static final String TRIGGERS = "/api/event-triggers";
    private static final int BODY = 128 << 10;

    @Override
    public void mount(Edge edge) {
        Router router = edge.router();
        router.get(TRIGGERS).handler(ctx -> run(edge, ctx, TriggersRoutes::list));
        router.post(TRIGGERS).handler(ctx -> run(edge, ctx, TriggersRoutes::create));
        router.get(TRIGGERS + "/:id").handler(ctx -> run(edge, ctx, TriggersRoutes::get));
        router.patch(TRIGGERS + "/:id").handler(ctx -> run(edge, ctx, TriggersRoutes::change));
        router.delete(TRIGGERS + "/:id").handler(ctx -> run(edge, ctx, TriggersRoutes::remove));
        router.post(TRIGGERS + "/:id/test").handler(ctx -> run(edge, ctx, TriggersRoutes::test));
        router.get("/api/deliveries").handler(ctx -> run(edge, ctx, TriggersRoutes::deliveries));
        router.post("/api/deliveries/replay").handler(ctx -> run(edge, ctx, TriggersRoutes::replayRange));
        router.get("/api/deliveries/:id").handler(ctx -> run(edge, ctx, TriggersRoutes::delivery));
        router.post("/api/deliveries/:id/replay").handler(ctx -> run(edge, ctx, TriggersRoutes::replayOne));
    }

    private static void run(Edge edge, RoutingContext ctx, BiFunction<Edge, RoutingContext, Future<?>> handler) {
        Future.future(promise -> handler.apply(edge, ctx).<Object>mapEmpty().onComplete(promise))
                .onFailure(ctx::fail);
    }

    private static Future<?> list(Edge edge, RoutingContext ctx) {
        return Triggers.FIND
                .ask(edge.vertx(), new Triggers.Find())
                .compose(found -> json(ctx, 200, TriggerJson.triggers(found.triggers())));
    }

    private static Future<?> get(Edge edge, RoutingContext ctx) {
        return Triggers.GET
                .ask(edge.vertx(), new Triggers.Get(ctx.pathParam("id")))
                .compose(trigger -> json(ctx, 200, TriggerJson.trigger(trigger)));
    }

    private static Future<?> create(Edge edge, RoutingContext ctx) {
        return body(edge, ctx)
                .compose(settings -> Triggers.CREATE.ask(edge.vertx(), new Triggers.Create(settings)))
                .compose(trigger -> {
                    ctx.response().putHeader(HttpHeaders.LOCATION, TRIGGERS + "/" + trigger.id());
                    return json(ctx, 201, TriggerJson.trigger(trigger));
                });
    }

    private static Future<?> change(Edge edge, RoutingContext ctx) {
        String id = ctx.pathParam("id");
        return body(edge, ctx)
                .compose(settings -> Triggers.CHANGE.ask(edge.vertx(), new Triggers.Change(id, settings, null)))
                .compose(trigger -> json(ctx, 200, TriggerJson.trigger(trigger)));
    }

    private static Future<?> remove(Edge edge, RoutingContext ctx) {
        return Triggers.REMOVE
                .ask(edge.vertx(), new Triggers.Remove(ctx.pathParam("id")))
                .compose(gone -> ctx.response().setStatusCode(204).end());
    }

    private static Future<?> test(Edge edge, RoutingContext ctx) {
        return Triggers.TEST
                .ask(edge.vertx(), new Triggers.Test(ctx.pathParam("id")))
                .compose(tested -> json(
                        ctx,
                        200,
                        new JsonObject()
                                .put("status_code", tested.statusCode())
                                .put("latency_ms", tested.latencyMillis())
                                .put("signature_sent", tested.signatureSent())
                                .put("delivery_id", tested.deliveryId())
                                .put("error", tested.error())
                                .put("response_snippet", tested.snippet())));
    }

    private static Future<?> deliveries(Edge edge, RoutingContext ctx) {
        TriggerParams.only(ctx.queryParams(), "trigger_id", "state", "before", "limit");
        Triggers.FindDeliveries find = new Triggers.FindDeliveries(
                Objects.requireNonNullElse(ctx.request().getParam("trigger_id"), ""),
                TriggerParams.state(ctx.request().getParam("state")),
                Objects.requireNonNullElse(ctx.request().getParam("before"), ""),
                TriggerParams.limit(ctx.request().getParam("limit")));
        return Triggers.DELIVERIES
                .ask(edge.vertx(), find)
                .compose(found -> json(ctx, 200, TriggerJson.deliveries(found)));
    }

    private static Future<?> delivery(Edge edge, RoutingContext ctx) {
        return Triggers.DELIVERY
                .ask(edge.vertx(), new Triggers.GetDelivery(ctx.pathParam("id")))
                .compose(log -> json(ctx, 200, TriggerJson.log(log)));
    }

    private static Future<?> replayOne(Edge edge, RoutingContext ctx) {
        return replay(edge, ctx, new Triggers.Replay(ctx.pathParam("id"), "", "", null, null));
    }

    private static Future<?> replayRange(Edge edge, RoutingContext ctx) {
        TriggerParams.only(ctx.queryParams(), "trigger_id", "state", "since", "until");
        return replay(
                edge,
                ctx,
                new Triggers.Replay(
                        "",
                        TriggerParams.required("trigger_id", ctx.request().getParam("trigger_id")),
                        TriggerParams.state(ctx.request().getParam("state")),
                        TriggerParams.time("since", ctx.request().getParam("since")),
                        TriggerParams.time("until", ctx.request().getParam("until"))));
    }

    private static Future<?> replay(Edge edge, RoutingContext ctx, Triggers.Replay replay) {
        return Triggers.REPLAY
                .ask(edge.vertx(), replay)
                .compose(replayed -> json(ctx, 200, new JsonObject().put("replayed", replayed.deliveries())));
    }

    private static Future<Triggers.Settings> body(Edge edge, RoutingContext ctx) {
        return edge.body(ctx, BODY).map((Buffer body) -> TriggerJson.settings(body));
    }

    private static Future<?> json(RoutingContext ctx, int status, JsonObject body) {
        ctx.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        return ctx.response().end(body.toBuffer());
    }
}
