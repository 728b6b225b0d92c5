package dev.signalbox.web;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * What operators and their tools ask a node: is it alive, can it store, what does it count, what is it, what does it
 * speak.
 */
public final class OperationsRoutes implements Routes {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Readiness readiness;
    private final Supplier<Future<JsonObject>> node;
    private final PrometheusMeterRegistry registry;
    private final Buffer openapi;

    /** @param node what {@code GET /api/node} answers */
    public OperationsRoutes(Readiness readiness, Supplier<Future<JsonObject>> node, PrometheusMeterRegistry registry) {
        this.readiness = readiness;
        this.node = node;
        this.registry = registry;
        this.openapi = Resource.read("openapi.yaml");
    }

    @Override
    public void mount(Edge edge) {
        edge.router().get("/healthz").handler(ctx -> answer(ctx, TEXT, Buffer.buffer("ok\n")));
        edge.router().get("/readyz").handler(ctx -> ready(edge, ctx));
        edge.router().get("/metrics").handler(this::metrics);
        edge.router().get("/api/node").handler(this::node);
        edge.router().get("/openapi.yaml").handler(ctx -> answer(ctx, "application/yaml", openapi));
    }

    private void ready(Edge edge, RoutingContext ctx) {
        readiness
                .check(edge.vertx())
                .onSuccess(ready -> answer(ctx, TEXT, Buffer.buffer("ready\n")))
                .onFailure(ctx::fail);
    }

    private void metrics(RoutingContext ctx) {
        answer(ctx, "text/plain; version=0.0.4; charset=utf-8", Buffer.buffer(registry.scrape()));
    }

    private void node(RoutingContext ctx) {
        node.get()
                .onSuccess(json -> answer(ctx, "application/json", json.toBuffer()))
                .onFailure(ctx::fail);
    }

    private static void answer(RoutingContext ctx, String type, Buffer body) {
        ctx.response()
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .end(body);
    }
}
