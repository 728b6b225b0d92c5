package dev.signalbox.livelog;

import dev.signalbox.web.Connections;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's share of one of the two ports of live logs; all instances for that port share its listener. Each port has
 * event loops of its own, so that however much readers are sent, producers are not kept waiting behind it.
 */
public final class RelayVerticle extends VerticleBase {

    private static final Logger LOGGER = LoggerFactory.getLogger(RelayVerticle.class);

    private static final Duration IDLE = Duration.ofSeconds(60);

    /** Pieces of a body as large as the socket gives them: each costs the same, however large. */
    private static final int PIECE = 256 << 10;

    private static final long RETRY_MILLIS = 2_000;

    /** Which of the two. */
    public enum Side {
        PUT,
        GET
    }

    private final Livelog livelog;
    private final Side side;
    private final List<HttpServer> servers = new ArrayList<>();
    private boolean stopping;

    public RelayVerticle(Livelog livelog, Side side) {
        this.livelog = livelog;
        this.side = side;
    }

    @Override
    public Future<?> start() {
        LivelogConf conf = livelog.conf();
        return switch (side) {
            case PUT -> {
                Port port = new Port("livelog.put-host, livelog.put-port", conf.putHost(), conf.putPort());
                PutPort put = new PutPort(vertx, livelog.intake(), conf.putHost());
                yield open(new Listener(port, options(port), handler(put), livelog::listensForProducers));
            }
            case GET -> {
                Port port = new Port("livelog.get-host, livelog.get-port", conf.getHost(), conf.getPort());
                GetPort get = new GetPort(vertx, livelog.outflow(), livelog.token());
                yield open(new Listener(port, secured(options(port), conf), handler(get), livelog::listensForReaders));
            }
        };
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        return Future.join(servers.stream()
                .map(server -> server.shutdown(1, TimeUnit.SECONDS))
                .toList());
    }

    private record Port(String settings, String host, int number) {}

    private record Handlers(Handler<HttpConnection> connections, Handler<HttpServerRequest> requests) {}

    /** @param actual told of the port once it is open */
    private record Listener(Port port, HttpServerOptions options, Handlers handlers, IntConsumer actual) {}

    private Handlers handler(Handler<HttpServerRequest> requests) {
        Connections connections = new Connections(
                livelog.conf().maxConnections(),
                IDLE,
                IDLE,
                livelog.connections(),
                () -> livelog.meters().rejected("connections"));
        vertx.setPeriodic(connections.sweepMillis(), tick -> connections.sweep());
        return new Handlers(connections::opened, request -> {
            connections.began(request);
            requests.handle(request);
        });
    }

    /** Events and check-ins must not be down because another relay still holds its port: this waits until it is gone. */
    private Future<Void> open(Listener listener) {
        Port port = listener.port();
        return listen(listener).recover(cause -> {
            if (!inUse(cause)) {
                return Future.failedFuture(new IOException(
                        "cannot listen on " + port.host + ":" + port.number + " (" + port.settings + "): "
                                + cause.getMessage(),
                        cause));
            }
            LOGGER.atError()
                    .addKeyValue("port", port.number)
                    .addKeyValue("settings", port.settings)
                    .log("another program has the port of live logs; waiting for it");
            retry(listener);
            return Future.succeededFuture();
        });
    }

    private void retry(Listener listener) {
        vertx.setTimer(RETRY_MILLIS, tick -> {
            if (stopping) {
                return;
            }
            listen(listener)
                    .onSuccess(open -> LOGGER.atInfo()
                            .addKeyValue("port", listener.port().number)
                            .log("the port of live logs is ours now"))
                    .onFailure(cause -> retry(listener));
        });
    }

    /** With a server of its own each time: one that could not listen cannot try again. */
    private Future<Void> listen(Listener listener) {
        HttpServer server = vertx.createHttpServer(listener.options())
                .connectionHandler(listener.handlers().connections())
                .requestHandler(listener.handlers().requests());
        return server.listen()
                .onSuccess(listening -> {
                    servers.add(server);
                    listener.actual().accept(server.actualPort());
                })
                .onFailure(cause -> server.close())
                .mapEmpty();
    }

    /** By its words: the native transport throws an exception of its own, which is no {@link java.net.BindException}. */
    private static boolean inUse(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("Address already in use");
    }

    private static HttpServerOptions options(Port port) {
        return new HttpServerOptions()
                .setHost(port.host)
                // A negative port is the same random port for every instance; zero would give each its own.
                .setPort(port.number == 0 ? port.settings.hashCode() | Integer.MIN_VALUE : port.number)
                .setTcpNoDelay(true)
                // Finds out, in hours, that a machine at the other end is gone.
                .setTcpKeepAlive(true)
                .setMaxChunkSize(PIECE)
                .setHttp2ClearTextEnabled(false);
    }

    private static HttpServerOptions secured(HttpServerOptions options, LivelogConf conf) {
        LivelogConf.Tls tls = conf.tls();
        if (tls == null) {
            return options;
        }
        return options.setSsl(true).setUseAlpn(true).setKeyCertOptions(Certificates.options(tls));
    }
}
