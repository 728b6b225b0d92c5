package dev.signalbox.livelog;

import dev.signalbox.web.Connections;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a port of live logs. Events and check-ins must not be down because another relay still holds it: then this waits
 * until it is gone. Confined to one event loop.
 */
final class PortListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(PortListener.class);

    /** Pieces of a body as large as the socket gives them: each costs the same, however large. */
    private static final int PIECE = 256 << 10;

    private static final long RETRY_MILLIS = 2_000;

    private final Vertx vertx;
    private final Port port;
    private final Connections connections;
    private final Handler<HttpServerRequest> requests;
    private final IntConsumer opened;
    private @Nullable HttpServer server;
    private boolean closed;

    /**
     * @param settings where it is set
     * @param tls null when it is plain
     */
    record Port(String settings, String host, int number, LivelogConf.@Nullable Tls tls) {}

    /** @param opened told of the number once it is open */
    PortListener(
            Vertx vertx, Port port, Connections connections, Handler<HttpServerRequest> requests, IntConsumer opened) {
        this.vertx = vertx;
        this.port = port;
        this.connections = connections;
        this.requests = requests;
        this.opened = opened;
    }

    /** Completes when the port is open, or another program has it; fails when it cannot be opened for another reason. */
    Future<Void> open() {
        return listen().recover(cause -> {
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
            retry();
            return Future.succeededFuture();
        });
    }

    Future<Void> close() {
        closed = true;
        return server == null ? Future.succeededFuture() : server.shutdown(1, TimeUnit.SECONDS);
    }

    private void retry() {
        vertx.setTimer(RETRY_MILLIS, tick -> {
            if (closed) {
                return;
            }
            listen().onSuccess(open ->
                            LOGGER.atInfo().addKeyValue("port", port.number).log("the port of live logs is ours now"))
                    .onFailure(cause -> retry());
        });
    }

    /** With a server of its own each time: one that could not listen cannot try again. */
    private Future<Void> listen() {
        HttpServer fresh = vertx.createHttpServer(options())
                .connectionHandler(connections::opened)
                .requestHandler(request -> {
                    connections.began(request);
                    requests.handle(request);
                });
        return fresh.listen()
                .onSuccess(listening -> {
                    server = fresh;
                    opened.accept(fresh.actualPort());
                })
                .onFailure(cause -> fresh.close())
                .mapEmpty();
    }

    /** By its words: the native transport throws an exception of its own, which is no {@link java.net.BindException}. */
    private static boolean inUse(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("Address already in use");
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(port.host)
                // A negative port is the same random port for every instance; zero would give each its own.
                .setPort(port.number == 0 ? port.settings.hashCode() | Integer.MIN_VALUE : port.number)
                .setTcpNoDelay(true)
                // Finds out, in hours, that a machine at the other end is gone.
                .setTcpKeepAlive(true)
                .setMaxChunkSize(PIECE)
                .setHttp2ClearTextEnabled(false);
        return port.tls == null
                ? options
                : options.setSsl(true).setUseAlpn(true).setKeyCertOptions(Certificates.options(port.tls));
    }
}
