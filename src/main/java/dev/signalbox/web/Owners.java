package dev.signalbox.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Names the sender of an event: the name a trusted proxy gave it, its name in the tailnet, the name that was configured
 * for its address, the name that the name servers give it, or its address. Never fails and never takes longer than
 * {@code owner.timeout}: an answer that comes later is kept for the next event. Confined to one instance's event loop.
 */
final class Owners {

    /** A sender that could not be named for now is asked about again after this. */
    private static final Duration RETRY = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final OwnerConf conf;
    private final String local;
    private final Function<SocketAddress, Future<String>> tailnet;
    private final Function<String, Future<String>> reverse;
    private final ExpiringCache<Future<String>> names;
    private final Map<String, Future<String>> pending = new HashMap<>();

    /**
     * @param local name of senders on this machine
     * @param tailnet a peer's name, empty when it has none; may fail, may never answer
     * @param reverse an address's name, empty when it has none; may fail, may never answer
     */
    Owners(
            Vertx vertx,
            OwnerConf conf,
            String local,
            Function<SocketAddress, Future<String>> tailnet,
            Function<String, Future<String>> reverse) {
        this.vertx = vertx;
        this.conf = conf;
        this.local = local;
        this.tailnet = tailnet;
        this.reverse = reverse;
        this.names = new ExpiringCache<>(conf.cacheSize());
    }

    /** @param key of the peer, see {@link Whois#key} */
    Future<String> of(HttpServerRequest request, String key) {
        SocketAddress peer = request.connection().remoteAddress();
        if (!conf.proxyHeader().isEmpty() && Cidr.anyContains(conf.proxies(), peer.host())) {
            String named = OwnerName.clean(request.headers().get(conf.proxyHeader()));
            if (!named.isEmpty()) {
                return Future.succeededFuture(named);
            }
        }
        return of(peer, key);
    }

    Future<String> of(SocketAddress peer, String key) {
        Future<String> known = names.get(key);
        return known != null ? known : lookUp(peer, key);
    }

    private Future<String> lookUp(SocketAddress peer, String key) {
        Future<String> running = pending.get(key);
        if (running != null) {
            return running;
        }
        String standIn = standIn(peer.host());
        if (pending.size() >= conf.cacheSize()) {
            return Future.succeededFuture(standIn);
        }
        Future<String> found = chain(peer);
        found.onSuccess(name -> names.put(key, Future.succeededFuture(name), lifetime(name, peer.host())));
        if (found.isComplete()) {
            return found;
        }
        Future<String> timely = Deadline.within(vertx, conf.timeout(), found).otherwise(standIn);
        pending.put(key, timely);
        timely.onSuccess(name -> {
            pending.remove(key);
            keepUnlessKnown(key, timely);
        });
        return timely;
    }

    /** A sender whose name is slow to find must not make each of its events wait. */
    private void keepUnlessKnown(String key, Future<String> name) {
        if (names.get(key) == null) {
            names.put(key, name, retry());
        }
    }

    private Duration lifetime(String name, String host) {
        return name.equals(host) ? retry() : conf.cacheTtl();
    }

    private Duration retry() {
        return RETRY.compareTo(conf.cacheTtl()) < 0 ? RETRY : conf.cacheTtl();
    }

    private Future<String> chain(SocketAddress peer) {
        String host = peer.host();
        return tailnet.apply(peer)
                .map(OwnerName::clean)
                .otherwise("")
                .compose(name -> name.isEmpty() ? withoutTailnet(host) : Future.succeededFuture(name));
    }

    private Future<String> withoutTailnet(String host) {
        String standIn = standIn(host);
        return standIn.equals(host) && conf.reverseDns()
                ? reverse.apply(host).map(OwnerName::clean).otherwise("").map(name -> name.isEmpty() ? host : name)
                : Future.succeededFuture(standIn);
    }

    /**
     * The best name that needs no asking. Senders on the node's own machine go by that machine's name, as they would if
     * they wrote to a node elsewhere.
     */
    private String standIn(String host) {
        String configured = conf.names().get(host);
        if (configured != null) {
            return OwnerName.clean(configured);
        }
        return Addresses.isLoopback(host) ? local : host;
    }
}
