package dev.signalbox.triggers;

import dev.signalbox.bus.Events;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tries deliveries, each once and over HTTP/1.1. How many run at once, in all and to one target, is for the caller to
 * limit. Thread-safe.
 */
final class Sender {

    /** So that a target with several addresses, the first of them dead, still gets what is due within the timeout. */
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

    /**
     * Common servers close what is idle for five seconds. A request that meets the close is lost, so we must be first; the
     * pool looks once a second.
     */
    private static final int KEEP_ALIVE_SECONDS = 3;

    /** A CDN's cookies and policies come to some KiB. */
    private static final int MAX_HEADERS = 32_768;

    private final Vertx vertx;
    private final TargetGuard guard;
    private final Payload payload;
    private final TriggersConf conf;
    private final String agent;
    private final HttpClient client;

    /** @param version of this build, told to the targets */
    Sender(Vertx vertx, TargetGuard guard, Payload payload, TriggersConf conf, String version) {
        this(vertx, guard, payload, conf, version, null);
    }

    /** @param trust whose certificates are taken; null for those that Java trusts */
    Sender(
            Vertx vertx,
            TargetGuard guard,
            Payload payload,
            TriggersConf conf,
            String version,
            @Nullable TrustOptions trust) {
        this.vertx = vertx;
        this.guard = guard;
        this.payload = payload;
        this.conf = conf;
        this.agent = "Signalbox-Webhook/" + version;
        Duration connect = conf.timeout().compareTo(LONGEST_CONNECT) < 0 ? conf.timeout() : LONGEST_CONNECT;
        // No proxy is set, and Vert.x takes none from the properties of the system: it would connect where nobody
        // checked.
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout((int) connect.toMillis())
                .setSslHandshakeTimeout(connect.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(MAX_HEADERS)
                // A small answer could unpack to a large one.
                .setDecompressionSupported(false)
                .setVerifyHost(true)
                .setTrustAll(false)
                .setTrustOptions(trust);
        this.client = vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(conf.inFlight()))
                // Each try records what became of it; Vert.x would also write it to the log as an error.
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    /** Tries a delivery once. The future never fails, and completes within the timeout, on the caller's context. */
    Future<Outcome> send(UUID deliveryId, Trigger trigger, Events.Event event, long suppressed, Instant created) {
        return begin(deliveryId, trigger, event, suppressed, created).outcome();
    }

    /**
     * Begins to try a delivery once; it has its outcome within the timeout, on the caller's context.
     *
     * @param deliveryId the same for every try
     * @param suppressed events that the trigger held back since it last fired
     * @param created when the event matched
     */
    Exchange begin(UUID deliveryId, Trigger trigger, Events.Event event, long suppressed, Instant created) {
        Exchange exchange = new Exchange(vertx, client, conf, !trigger.secrets().isEmpty());
        vertx.getOrCreateContext()
                .runOnContext(go -> exchange.begin(guard.check(trigger.url())
                        .map(route -> request(deliveryId, trigger, event, suppressed, created, route))));
        return exchange;
    }

    Future<Void> close() {
        return client.close();
    }

    private Webhook request(
            UUID deliveryId,
            Trigger trigger,
            Events.Event event,
            long suppressed,
            Instant created,
            TargetGuard.Route route) {
        return Webhook.of(
                route, deliveryId, trigger, payload.body(trigger, event, suppressed, created), agent, Instant.now());
    }
}
