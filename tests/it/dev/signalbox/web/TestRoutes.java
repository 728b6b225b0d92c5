package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Routes of every kind a feature mounts, with nothing behind them. */
final class TestRoutes implements Routes {

    static final int MAX_BODY = 16 << 20;

    private static final Map<String, Fault> FAULTS = Map.of(
            "invalid", new Fault.Invalid("schedule.cron", "is no cron expression"),
            "whole", new Fault.Invalid("", "makes no sense"),
            "unauthorized", new Fault.Unauthorized("who are you"),
            "forbidden", new Fault.Forbidden("not you"),
            "missing", new Fault.NotFound("no <such> thing"),
            "slow", new Fault.TooSlow("too slow"),
            "conflict", new Fault.Conflict("not now"),
            "large", new Fault.TooLarge("too much"),
            "unsupported", new Fault.Unsupported("what is this"),
            "unavailable", new Fault.Unavailable("later", 7));

    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger instances = new AtomicInteger();
    final Promise<Void> release = Promise.promise();

    @Override
    public void mount(Edge edge) {
        instances.incrementAndGet();
        edge.router().post("/.log").handler(ctx -> echo(edge, ctx));
        edge.router().post("/api/echo").handler(ctx -> echo(edge, ctx));
        edge.router()
                .post("/.small")
                .handler(ctx -> edge.body(ctx, 10).onSuccess(ctx::end).onFailure(ctx::fail));
        edge.router().get("/api/items/:id").handler(ctx -> ctx.end(ctx.pathParam("id")));
        edge.router().put("/api/items/:id").handler(ctx -> ctx.end("stored"));
        edge.router().route("/api/fault/:kind").handler(this::fault);
        edge.router().post("/.fault/:kind").handler(this::fault);
        edge.router().get("/fault/:kind").handler(this::fault);
        edge.router().get("/api/broken").handler(ctx -> {
            throw new IllegalStateException("a secret detail");
        });
        edge.router().get("/.sse").handler(TestRoutes::stream);
        edge.router().get("/half").handler(TestRoutes::half);
        edge.router().get("/whoami").handler(ctx -> edge.owner(ctx).onSuccess(ctx::end));
        edge.router().get("/base").handler(ctx -> ctx.end(edge.baseUrl(ctx)));
        edge.router()
                .get("/query")
                .handler(ctx -> ctx.end(ctx.queryParam("origin").toString()));
        edge.router().get("/held").handler(this::held);
    }

    private static void echo(Edge edge, RoutingContext ctx) {
        edge.body(ctx, MAX_BODY).onSuccess(ctx::end).onFailure(ctx::fail);
    }

    private void fault(RoutingContext ctx) {
        ctx.fail(new FaultException(FAULTS.get(ctx.pathParam("kind"))));
    }

    private static void stream(RoutingContext ctx) {
        ctx.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
        ctx.response().write(Buffer.buffer(": here\n\n"));
    }

    /** Begins an answer and then fails. */
    private static void half(RoutingContext ctx) {
        ctx.response().setChunked(true);
        ctx.response()
                .write("half of it")
                .onSuccess(written ->
                        ctx.fail(new FaultException(List.copyOf(FAULTS.values()).getFirst())));
    }

    private void held(RoutingContext ctx) {
        inFlight.incrementAndGet();
        release.future().onSuccess(released -> ctx.vertx().runOnContext(go -> ctx.end("finished")));
    }
}
