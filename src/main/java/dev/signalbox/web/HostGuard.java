package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests under a foreign {@code Host}. A web page can point its own name at a loopback or tailnet address
 * (DNS rebinding); the browser then lets it read what it fetches there, and only the name in {@code Host} gives it
 * away. Where a token is asked for, or requests come through a proxy from elsewhere, rebinding gains nothing and any
 * name will do.
 */
public final class HostGuard {

    private final boolean anyName;
    private final boolean onLoopback;
    private final boolean tailnet;
    private final Set<String> names;
    private String accepted = "";

    HostGuard(HttpConf http, AuthConf auth) {
        this.onLoopback = http.onLoopback();
        this.tailnet = auth.mode() == AuthConf.Mode.TAILNET;
        this.anyName = !onLoopback && !tailnet;
        this.names = new TreeSet<>(http.allowedHosts());
        names.add("localhost");
        names.add(http.host().toLowerCase(Locale.ROOT));
    }

    /** For a port on a loopback address, of which nobody else may have a name. */
    public HostGuard(String host) {
        this.onLoopback = true;
        this.tailnet = false;
        this.anyName = false;
        this.names = new TreeSet<>(List.of("localhost", host.toLowerCase(Locale.ROOT)));
    }

    /** @throws FaultException when the request came under another name */
    public void check(HttpServerRequest request) {
        String host = request.headers().get(HttpHeaders.HOST);
        // Clients repeat themselves; the one before usually came under the same name.
        if (accepted.equals(host)) {
            return;
        }
        if (host == null || !wellFormed(host)) {
            throw new FaultException(new Fault.Invalid("", "the request has no valid Host header"));
        }
        if (!anyName && !known(bareName(host))) {
            throw new FaultException(new Fault.Forbidden(
                    "this node does not answer to the name " + bareName(host) + "; add it to http.allowed-hosts"));
        }
        accepted = host;
    }

    private boolean known(String name) {
        if (names.contains(name)) {
            return true;
        }
        boolean literal = Addresses.literal(name) != null;
        if (literal && (tailnet || Addresses.isLoopback(name))) {
            return true;
        }
        // Nobody can register a name without a dot, nor one under ts.net, to point it here.
        return tailnet && !literal && (name.indexOf('.') < 0 || name.endsWith(".ts.net"));
    }

    private static String bareName(String host) {
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        return (hasPort ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }

    /** What may stand in a Host also ends up in command lines on pages, so nothing else gets through. */
    private static boolean wellFormed(@Nullable String host) {
        if (host == null || host.isEmpty() || host.length() > 300) {
            return false;
        }
        return host.chars().allMatch(c -> (Character.isLetterOrDigit(c) && c < 128) || "-._:[]%".indexOf(c) >= 0);
    }
}
