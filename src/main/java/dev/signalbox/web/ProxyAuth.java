package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** Takes the word of a reverse proxy, which anybody else could speak too: so only from its own address. */
final class ProxyAuth implements Auth {

    private final List<Cidr> proxies;
    private final String header;

    ProxyAuth(List<Cidr> proxies, String header) {
        this.proxies = proxies;
        this.header = header;
    }

    @Override
    public Future<Void> admit(HttpServerRequest request) {
        String peer = request.connection().remoteAddress().host();
        if (!Cidr.anyContains(proxies, peer)) {
            return refused("requests are taken from the proxies of auth.proxies only, not from " + peer);
        }
        String user = request.headers().get(header);
        return user == null || user.isBlank() ? refused("the proxy did not name a user in " + header) : ADMITTED;
    }

    private static Future<Void> refused(String why) {
        return Future.failedFuture(new FaultException(new Fault.Forbidden(why)));
    }
}
