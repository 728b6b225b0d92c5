package dev.signalbox.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers on a real Unix socket as tailscaled's LocalAPI does. */
final class FakeTailscaled implements AutoCloseable {

    final List<String> asked = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private volatile int status = 200;
    private volatile String body = "";

    FakeTailscaled(Path socket) {
        vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(SocketAddress.domainSocketAddress(socket.toString()))
                .await();
    }

    FakeTailscaled answering(int newStatus, String newBody) {
        status = newStatus;
        body = newBody;
        return this;
    }

    FakeTailscaled silent() {
        status = 0;
        return this;
    }

    private void answer(HttpServerRequest request) {
        asked.add(request.getHeader("Host") + " " + request.path() + " " + request.getParam("addr"));
        if (status != 0) {
            request.response().setStatusCode(status).end(body);
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
