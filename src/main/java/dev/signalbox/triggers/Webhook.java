package dev.signalbox.triggers;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Instant;
import java.util.UUID;

/** One request, whole and signed, with the addresses that it may go to. */
record Webhook(TargetGuard.Route route, MultiMap headers, Buffer body) {

    /** @param at of this try */
    static Webhook of(TargetGuard.Route route, UUID deliveryId, Trigger trigger, Body body, String agent, Instant at) {
        MultiMap headers = HttpHeaders.headers();
        body.headers().forEach(headers::set);
        trigger.headers().forEach(headers::set);
        // Last, so that nothing above can stand in for what the node vouches for.
        headers.set(HttpHeaders.CONTENT_TYPE, body.contentType());
        headers.set(HttpHeaders.USER_AGENT, agent);
        headers.set(HttpHeaders.HOST, route.target().authority());
        Signer.headers(deliveryId, at, body.bytes().getBytes(), trigger.secrets())
                .forEach(headers::set);
        return new Webhook(route, headers, body.bytes());
    }

    /** To one of the checked addresses, under the name that the URL has: in {@code Host}, in SNI and in the certificate. */
    RequestOptions to(InetAddress address) {
        Target target = route.target();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                // Without the name that the address may carry: connections are shared by what stands here.
                .setServer(SocketAddress.inetSocketAddress(target.port(), address.getHostAddress()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.tls())
                .setURI(target.uri())
                .setHeaders(headers)
                .setFollowRedirects(false);
    }
}
