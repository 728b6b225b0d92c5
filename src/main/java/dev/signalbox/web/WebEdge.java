package dev.signalbox.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** One instance's {@link Edge}. */
record WebEdge(Vertx vertx, Router router, Bodies bodies, Owners owners, ProxyAware proxies) implements Edge {

    @Override
    public Future<Buffer> body(RoutingContext ctx, int maxBytes) {
        return bodies.read(ctx, maxBytes);
    }

    @Override
    public Future<String> owner(RoutingContext ctx) {
        return owners.of(ctx.request());
    }

    @Override
    public String baseUrl(RoutingContext ctx) {
        String host = ctx.request().headers().get(HttpHeaders.HOST);
        return proxies.scheme(ctx.request()) + "://" + host;
    }
}
