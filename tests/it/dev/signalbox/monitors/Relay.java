package dev.signalbox.monitors;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;

/** The way to PostgreSQL, which a test may cut: then it is as if the server were stopped. */
final class Relay implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final URI target;
    private NetServer server;

    private Relay(String databaseUrl) {
        target = URI.create(databaseUrl);
        server = listen(0);
    }

    static Relay to(String databaseUrl) {
        return new Relay(databaseUrl);
    }

    String url() {
        return target.toString().replaceFirst("@[^/]+/", "@127.0.0.1:" + server.actualPort() + "/");
    }

    /** Ends every connection; new ones are refused. */
    void cut() {
        Keeper.await(server.close());
    }

    void mend() {
        server = listen(server.actualPort());
    }

    private NetServer listen(int port) {
        return Keeper.await(vertx.createNetServer().connectHandler(this::join).listen(port, "127.0.0.1"));
    }

    private void join(NetSocket near) {
        near.pause();
        client.connect(target.getPort(), target.getHost())
                .onSuccess(far -> {
                    near.pipeTo(far);
                    far.pipeTo(near);
                })
                .onFailure(cause -> near.close());
    }

    @Override
    public void close() {
        Keeper.await(vertx.close());
    }
}
