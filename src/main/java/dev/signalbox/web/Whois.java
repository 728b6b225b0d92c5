package dev.signalbox.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the local tailscaled which machine of the tailnet an address belongs to. Confined to one instance's event loop.
 */
final class Whois {

    /** More than this at once means that tailscaled does not keep up; asking more would only queue. */
    private static final int MAX_IN_FLIGHT = 64;

    private static final long TIMEOUT_MILLIS = 1_000;

    /** Where no tailscaled runs, a sender that connects anew for each event must not cost an attempt each time. */
    private static final long PAUSE_NANOS = 2_000_000_000L;

    private final @Nullable HttpClientAgent client;
    private final RequestOptions target;
    private long pausedSince = System.nanoTime() - PAUSE_NANOS;

    /** @param socket path of tailscaled's socket; empty never asks */
    Whois(Vertx vertx, String socket) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) TIMEOUT_MILLIS)
                .setReadIdleTimeout((int) TIMEOUT_MILLIS)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(2).setMaxWaitQueueSize(MAX_IN_FLIGHT);
        this.client = socket.isEmpty() ? null : vertx.createHttpClient(options, pool);
        this.target = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.domainSocketAddress(socket.isEmpty() ? "/" : socket))
                .setHost("local-tailscaled.sock")
                .setPort(80)
                .setTimeout(TIMEOUT_MILLIS);
    }

    /**
     * Under which key an answer about this peer may be kept. A tailscaled without a network device hands its
     * connections on from loopback, so there the port alone tells machines apart.
     */
    static String key(SocketAddress peer) {
        String host = peer.host();
        return Addresses.isLoopback(host) ? SocketName.of(host, peer.port()) : host;
    }

    /** The machine's name, empty when tailscaled does not know the address; fails when it cannot be asked. */
    Future<String> name(SocketAddress peer) {
        HttpClient http = client;
        if (http == null || System.nanoTime() - pausedSince < PAUSE_NANOS) {
            return Future.failedFuture("tailscaled cannot be asked");
        }
        String address = URLEncoder.encode(SocketName.of(peer.host(), peer.port()), StandardCharsets.UTF_8);
        return http.request(new RequestOptions(target).setURI("/localapi/v0/whois?addr=" + address))
                .compose(HttpClientRequest::send)
                .compose(Whois::read)
                .onFailure(cause -> pausedSince = System.nanoTime());
    }

    Future<Void> close() {
        return client == null ? Future.succeededFuture() : client.close();
    }

    private static Future<String> read(HttpClientResponse response) {
        return switch (response.statusCode()) {
            case 200 -> response.body().map(Whois::computedName);
            case 404 -> response.end().map("");
            default -> Future.failedFuture("tailscaled answered " + response.statusCode());
        };
    }

    private static String computedName(Buffer body) {
        JsonObject node = new JsonObject(body).getJsonObject("Node", new JsonObject());
        String computed = node.getString("ComputedName", "");
        if (!computed.isEmpty()) {
            return computed;
        }
        String name = node.getString("Name", "");
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
