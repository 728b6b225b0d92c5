package dev.signalbox.dashboard;

import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** An edge without guards, for pages alone. */
record FakeEdge(Vertx vertx, Router router) implements Edge {

    @Override
    public Future<Buffer> body(RoutingContext ctx, int maxBytes) {
        return ctx.request().body();
    }

    @Override
    public Future<String> owner(RoutingContext ctx) {
        return Future.succeededFuture("laptop");
    }

    @Override
    public String baseUrl(RoutingContext ctx) {
        return "http://" + ctx.request().authority();
    }
}
