package dev.signalbox.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** One instance's {@link Edge}. */
record WebEdge(Vertx vertx, Router router, Connections connections, Bodies bodies, Owners owners, ProxyAware proxies)
        implements Edge {

    @Override
    public Future<Buffer> body(RoutingContext ctx, int maxBytes) {
        return bodies.read(ctx, maxBytes);
    }

    @Override
    public Future<String> owner(RoutingContext ctx) {
        HttpServerRequest request = ctx.request();
        return owners.of(request, connections.key(request.connection()));
    }

    @Override
    public String baseUrl(RoutingContext ctx) {
        String host = ctx.request().headers().get(HttpHeaders.HOST);
        return proxies.scheme(ctx.request()) + "://" + host;
    }
}
