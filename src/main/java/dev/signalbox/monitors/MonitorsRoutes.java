package dev.signalbox.monitors;

import dev.signalbox.bus.Monitors;
import dev.signalbox.bus.Monitors.CheckIn;
import dev.signalbox.bus.Monitors.ListPings;
import dev.signalbox.bus.Monitors.Overview;
import dev.signalbox.bus.Monitors.Remove;
import dev.signalbox.web.Edge;
import dev.signalbox.web.Routes;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.function.Function;

/** {@code /.monitor} and {@code /api/monitors}. */
public final class MonitorsRoutes implements Routes {

    /** A check-in says nothing but that it came; the body is read to its end so that the connection can be used again. */
    private static final int BODY_BYTES = 64 * 1024;

    @Override
    public void mount(Edge edge) {
        edge.router().post("/.monitor").handler(ctx -> run(ctx, request -> checkIn(edge, request)));
        edge.router().get("/api/monitors").handler(ctx -> run(ctx, request -> list(edge, request)));
        edge.router().delete("/api/monitors").handler(ctx -> run(ctx, request -> removeNamed(edge, request)));
        edge.router().delete("/api/monitors/:origin").handler(ctx -> run(ctx, request -> remove(edge, request)));
        edge.router().get("/api/monitors/:origin/pings").handler(ctx -> run(ctx, request -> pings(edge, request)));
    }

    private static void run(RoutingContext ctx, Function<RoutingContext, Future<?>> handler) {
        Future.future(promise -> handler.apply(ctx).<Object>mapEmpty().onComplete(promise))
                .onFailure(ctx::fail);
    }

    private static Future<?> checkIn(Edge edge, RoutingContext ctx) {
        Instant at = Instant.now();
        // Both before anything can fail: the edge must learn of the body while the handler runs.
        Future<?> read = edge.body(ctx, BODY_BYTES);
        Future<String> owner = edge.owner(ctx);
        return Future.all(read, owner)
                .map(ready -> new CheckIn(Params.origin(ctx), Params.stored(owner.result()), at))
                .compose(checkIn -> Monitors.CHECK_IN.ask(edge.vertx(), checkIn))
                .compose(durable -> ctx.response().end());
    }

    private static Future<?> list(Edge edge, RoutingContext ctx) {
        return Monitors.OVERVIEW
                .ask(edge.vertx(), new Overview(Instant.now(), 1))
                .compose(overview -> answer(ctx, MonitorsJson.monitors(overview.strips())));
    }

    private static Future<?> pings(Edge edge, RoutingContext ctx) {
        ListPings wanted = new ListPings(
                Params.pathOrigin(ctx), "", Params.time(ctx, "since"), Params.time(ctx, "until"), Params.limit(ctx));
        return Monitors.PINGS
                .ask(edge.vertx(), wanted)
                .compose(found -> answer(ctx, MonitorsJson.pings(found.pings())));
    }

    /** By query, for the origins that no path can name: the empty one, and those of dots only. */
    private static Future<?> removeNamed(Edge edge, RoutingContext ctx) {
        return remove(edge, ctx, Params.origin(ctx));
    }

    private static Future<?> remove(Edge edge, RoutingContext ctx) {
        return remove(edge, ctx, Params.pathOrigin(ctx));
    }

    private static Future<?> remove(Edge edge, RoutingContext ctx, String origin) {
        return Monitors.REMOVE
                .ask(edge.vertx(), new Remove(origin))
                .compose(gone -> ctx.response().setStatusCode(204).end());
    }

    private static Future<?> answer(RoutingContext ctx, JsonObject body) {
        ctx.response().putHeader("Content-Type", "application/json");
        return ctx.response().end(body.toBuffer());
    }
}
