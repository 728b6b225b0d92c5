package dev.signalbox.web;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of the HTTP edge. All instances share one listener; each has its own router, so that nothing a
 * request touches on its way is shared with another loop.
 */
public final class WebVerticle extends VerticleBase {

    private final Web web;
    private @Nullable HttpServer server;
    private @Nullable Connections connections;

    public WebVerticle(Web web) {
        this.web = web;
    }

    @Override
    public Future<?> start() {
        Connections open = new Connections(
                web.http().maxConnections(),
                web.http().idleTimeout(),
                web.http().bodyTimeout(),
                web.connections(),
                () -> web.meters().rejected("connections"));
        connections = open;
        vertx.setPeriodic(open.sweepMillis(), tick -> open.sweep());
        Router router = Router.router(vertx);
        Problems problems = new Problems(vertx, router, web.meters());
        HttpServer listener = vertx.createHttpServer(options())
                .connectionHandler(open::opened)
                .invalidRequestHandler(problems::unreadable)
                .requestHandler(front(open, router, problems));
        server = listener;
        return listener.listen()
                .onSuccess(listening -> web.listening(listening.actualPort()))
                .recover(cause -> Future.failedFuture(cannotListen(cause)));
    }

    /**
     * Takes no more requests, lets those in flight finish within {@code http.drain-timeout}, then closes what is left.
     */
    @Override
    public Future<?> stop() {
        web.readiness().stop();
        if (connections != null) {
            connections.drain();
        }
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(web.http().drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What the system says names neither the address nor the setting. */
    private IOException cannotListen(Throwable cause) {
        String where = web.http().host() + ":" + web.http().port();
        return new IOException("cannot listen on " + where + " (http.host, http.port): " + cause.getMessage(), cause);
    }

    private Front front(Connections open, Router router, Problems problems) {
        Whois whois = new Whois(vertx, web.owner().tailscaleSocket());
        ReverseNames reverse = new ReverseNames(vertx.createSharedWorkerExecutor("signalbox-names", 2));
        Owners owners = new Owners(vertx, web.owner(), web.localOwner(), whois::name, reverse::name);
        Bodies bodies = new Bodies(open, web.budget(), vertx.createSharedWorkerExecutor("signalbox-unpack", 2));
        Edge edge = new WebEdge(
                vertx, router, open, bodies, owners, new ProxyAware(web.auth().proxies()));
        web.routes().forEach(routes -> routes.mount(edge));
        MountedRoutes.answerHeadLikeGet(router);
        problems.mount();
        HostGuard hosts = new HostGuard(web.http(), web.auth());
        Auth auth = Auth.of(web.auth(), whois, web.owner());
        return new Front(vertx, open, hosts, auth, router, problems, web.meters());
    }

    private HttpServerOptions options() {
        // A negative port is the same random port for every instance; zero would give each its own.
        int port = web.http().port() == 0 ? -1 : web.http().port();
        return new HttpServerOptions()
                .setHost(web.http().host())
                .setPort(port)
                .setTcpNoDelay(true)
                // The sweep knows one request in flight for each connection; HTTP/2 would have many.
                .setHttp2ClearTextEnabled(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false);
    }
}
