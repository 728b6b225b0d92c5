package dev.signalbox.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** How the client spoke to the proxy in front of the node, as far as that proxy is trusted. */
record ProxyAware(List<Cidr> proxies) {

    String scheme(HttpServerRequest request) {
        String forwarded = request.getHeader("X-Forwarded-Proto");
        return "https".equalsIgnoreCase(forwarded)
                        && Cidr.anyContains(
                                proxies, request.connection().remoteAddress().host())
                ? "https"
                : "http";
    }
}
