package dev.signalbox.web;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
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
public final class Connections {

    private final int most;
    private final Duration idle;
    private final Duration body;
    private final AtomicInteger open;
    private final Runnable refused;
    private final Map<HttpConnection, Peer> peers = new HashMap<>();
    private boolean draining;

    /**
     * @param most connections open at once
     * @param idle how long a connection may stay without a complete request
     * @param body how long a request body may take that is read whole; one that is passed on as it comes may for ever
     * @param open connections of all instances that share {@code most}
     * @param refused told of each connection that was one too many
     */
    public Connections(int most, Duration idle, Duration body, AtomicInteger open, Runnable refused) {
        this.most = most;
        this.idle = idle;
        this.body = body;
        this.open = open;
        this.refused = refused;
    }

    /** Often enough that nobody stays much longer than allowed. */
    public long sweepMillis() {
        return Math.clamp(Math.min(idle.toMillis(), body.toMillis()) / 4, 25, 1_000);
    }

    /** Takes a new connection in, or closes it. */
    public void opened(HttpConnection connection) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            refused.run();
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

    /** A request has come: while it is not answered, its connection may be as quiet as it likes. */
    public void began(HttpServerRequest request) {
        Peer peer = peers.get(request.connection());
        if (peer != null) {
            peer.begin(request);
        }
    }

    /** To be called every {@link #sweepMillis}. */
    public void sweep() {
        long now = System.nanoTime();
        // Closing a connection removes it from the map.
        for (Peer peer : List.copyOf(peers.values())) {
            peer.sweep(now, idle.toNanos(), body.toNanos());
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
