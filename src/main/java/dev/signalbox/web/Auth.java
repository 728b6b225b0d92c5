package dev.signalbox.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Decides whether a request may come in. Confined to one instance's event loop. */
@FunctionalInterface
interface Auth {

    Future<Void> ADMITTED = Future.succeededFuture();

    /** Fails with a fault when not; a request whose answer is not there yet is held meanwhile. */
    Future<Void> admit(HttpServerRequest request);

    static Auth of(AuthConf conf, Whois whois, OwnerConf owner) {
        return switch (conf.mode()) {
            case OPEN -> request -> ADMITTED;
            case TOKEN -> new TokenAuth(conf.token());
            case PROXY -> new ProxyAuth(conf.proxies(), conf.proxyHeader());
            case TAILNET -> new TailnetAuth(whois, owner);
        };
    }
}
