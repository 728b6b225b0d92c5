package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/** Admits the machines that the local tailscaled knows by their address. */
final class TailnetAuth implements Auth {

    /** A machine that was removed from the tailnet gets in for this long at most. */
    private static final Duration TTL = Duration.ofSeconds(60);

    private final Whois whois;
    private final ExpiringCache<Boolean> known;

    TailnetAuth(Whois whois, OwnerConf owner) {
        this.whois = whois;
        this.known = new ExpiringCache<>(owner.cacheSize());
    }

    @Override
    public Future<Void> admit(HttpServerRequest request) {
        SocketAddress peer = request.connection().remoteAddress();
        String key = Whois.key(peer);
        Boolean cached = known.get(key);
        if (cached != null) {
            return ADMITTED;
        }
        return whois.name(peer).transform((name, failure) -> {
            if (failure != null) {
                return refused(new Fault.Unavailable("tailscaled does not say who " + key + " is", 5));
            }
            return name.isEmpty() ? refused(stranger(key)) : admitted(key);
        });
    }

    private Future<Void> admitted(String key) {
        known.put(key, true, TTL);
        return ADMITTED;
    }

    private static Fault stranger(String key) {
        return new Fault.Forbidden(key + " is not a machine of this tailnet");
    }

    private static Future<Void> refused(Fault fault) {
        return Future.failedFuture(new FaultException(fault));
    }
}
