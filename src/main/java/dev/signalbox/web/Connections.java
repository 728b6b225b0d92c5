package dev.signalbox.web;

import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of one instance: bounds their number on the node, and closes those that hold a place without
 * asking anything. Vert.x's own idle timeout starts anew with every byte, so a client that dribbles would stay for
 * ever. Confined to the instance's event loop; only the count is shared.
 */
final class Connections {

    private final HttpConf conf;
    private final AtomicInteger open;
    private final WebMeters meters;
    private final Map<HttpConnection, Peer> peers = new HashMap<>();
    private boolean draining;

    /** @param open connections of the whole node */
    Connections(HttpConf conf, AtomicInteger open, WebMeters meters) {
        this.conf = conf;
        this.open = open;
        this.meters = meters;
    }

    /** Often enough that nobody stays much longer than allowed. */
    long sweepMillis() {
        long shortest =
                Math.min(conf.idleTimeout().toMillis(), conf.bodyTimeout().toMillis());
        return Math.clamp(shortest / 4, 25, 1_000);
    }

    void opened(HttpConnection connection) {
        if (open.incrementAndGet() > conf.maxConnections()) {
            open.decrementAndGet();
            meters.rejected("connections");
            connection.close();
            return;
        }
        peers.put(connection, new Peer(connection, System.nanoTime()));
        connection.closeHandler(closed -> forget(connection));
    }

    /** Null for a connection that was one too many. */
    @Nullable
    Peer of(HttpConnection connection) {
        return peers.get(connection);
    }

    /** See {@link Whois#key}; kept with the connection, because making it takes longer than what it is used for. */
    String key(HttpConnection connection) {
        Peer peer = peers.get(connection);
        return peer == null ? Whois.key(connection.remoteAddress()) : peer.key();
    }

    void sweep() {
        long now = System.nanoTime();
        long idle = conf.idleTimeout().toNanos();
        long body = conf.bodyTimeout().toNanos();
        // Closing a connection removes it from the map.
        for (Peer peer : List.copyOf(peers.values())) {
            peer.sweep(now, idle, body);
            if (draining) {
                peer.closeIfEventStream();
            }
        }
    }

    /** From now on responses that never end by themselves are ended. */
    void drain() {
        draining = true;
        sweep();
    }

    private void forget(HttpConnection connection) {
        if (peers.remove(connection) != null) {
            open.decrementAndGet();
        }
    }
}
