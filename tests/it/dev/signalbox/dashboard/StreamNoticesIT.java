package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bus.Bus;
import dev.signalbox.bus.Monitors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What streams are told besides events, over real HTTP and the real bus. */
class StreamNoticesIT {

    private static final StreamConf CONF =
            new StreamConf(512, 1 << 20, 2, 10, Duration.ofMillis(4), Duration.ofMillis(200));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Vertx vertx;
    private StandInStore store;
    private StreamServer server;
    private HttpClient http;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        Bus.open(vertx);
        store = new StandInStore(vertx);
        store.open().await(10, TimeUnit.SECONDS);
        server = new StreamServer(new StreamRoutes(CONF, event -> "<li>" + event.message() + "</li>", meters));
        vertx.deployVerticle(server).await(10, TimeUnit.SECONDS);
        http = vertx.createHttpClient();
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void clearingTellsEveryoneToStartOver() {
        SseClient client = listening("/.sse");
        store.save("one");
        awaitEvents(client, "");

        store.clear();
        store.save("two");

        awaitEvents(client, "", "reset", "");
    }

    @Test
    void whoWasAwayDuringAClearIsToldWhenItComesBack() {
        SseClient client = listening("/.sse");
        SseClient witness = listening("/.sse");
        store.save("one");
        awaitEvents(client, "");
        client.disconnect();
        store.clear();
        awaitEvents(witness, "", "reset");

        client.connect();
        store.save("two");

        awaitEvents(client, "", "reset", "");
        assertThat(client.received.messages().getLast().data()).isEqualTo("<li>two</li>");
    }

    @Test
    void aCheckInWakesThePagesThatShowMonitorsAndNoOther() {
        SseClient monitors = listening("/.sse?rows=0&monitors=1");
        SseClient rows = listening("/.sse");
        String position = monitors.received.lastEventId();

        Monitors.CHECKED_IN.publish(vertx, new Monitors.CheckedIn("backup", "laptop", Instant.EPOCH));
        awaitEvents(monitors, "check-in");
        Monitors.REMOVED.publish(vertx, new Monitors.Removed());
        awaitEvents(monitors, "check-in", "check-in");
        store.save("an event");

        awaitEvents(rows, "");
        assertThat(monitors.received.all()).extracting(SseParser.Message::id).containsOnly(position);
        soon().until(() -> monitors.received.lastEventId().equals("" + store.position()));
        assertThat(monitors.received.messages()).isEmpty();
    }

    @Test
    void aStreamForProgramsCarriesEventsOnly() {
        SseClient client = listening("/api/events/stream?rows=0&monitors=1");

        Monitors.CHECKED_IN.publish(vertx, new Monitors.CheckedIn("backup", "laptop", Instant.EPOCH));
        store.save("an event");

        awaitEvents(client, "");
    }

    /** Connected, and past the point where its position is settled. */
    private SseClient listening(String path) {
        SseClient client = new SseClient(http, server.port(), path).connect();
        soon().until(() -> !client.received.lastEventId().isEmpty());
        return client;
    }

    /** Waits for exactly these; an event of the store has no name. */
    private static void awaitEvents(SseClient client, String... names) {
        soon().untilAsserted(() -> assertThat(client.received.all())
                .extracting(SseParser.Message::event)
                .containsExactly(names));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }
}
