package dev.signalbox.dashboard;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** One web instance with nothing but the streams, on a port of its own. */
final class StreamServer extends VerticleBase implements Edge {

    /** Small, so that a client that does not read fills them soon. */
    private static final int SOCKET_BYTES = 64 * 1024;

    private final StreamRoutes routes;
    private Router router;
    private HttpServer server;

    StreamServer(StreamRoutes routes) {
        this.routes = routes;
    }

    @Override
    public Future<?> start() {
        router = Router.router(vertx);
        router.route().failureHandler(StreamServer::answerFault);
        routes.mount(this);
        server = vertx.createHttpServer(new HttpServerOptions().setSendBufferSize(SOCKET_BYTES));
        return server.requestHandler(router).listen(0, "127.0.0.1");
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public Future<Buffer> body(RoutingContext ctx, int maxBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<String> owner(RoutingContext ctx) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String baseUrl(RoutingContext ctx) {
        throw new UnsupportedOperationException();
    }

    private static void answerFault(RoutingContext ctx) {
        boolean invalid = ctx.failure() instanceof FaultException known && known.fault() instanceof Fault.Invalid;
        ctx.response().setStatusCode(invalid ? 400 : 500).end(String.valueOf(ctx.failure()));
    }
}
