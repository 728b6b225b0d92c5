package dev.signalbox.dashboard;

import static dev.signalbox.dashboard.StreamEvents.search;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.bus.Bus;
import dev.signalbox.bus.EventId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The streams over real HTTP and the real bus. */
class StreamIT {

    private static final int MAX_LISTENERS = 300;
    private static final int SMALL_BUFFER = 4_096;
    private static final StreamConf CONF =
            new StreamConf(512, 1 << 20, 2, MAX_LISTENERS, Duration.ofMillis(4), Duration.ofMillis(200));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StreamRoutes routes = new StreamRoutes(CONF, event -> "<li>" + event.message() + "</li>", meters);
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
        server = new StreamServer(routes);
        vertx.deployVerticle(server).await(10, TimeUnit.SECONDS);
        http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(2 * MAX_LISTENERS));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void headersComeBeforeAnyEvent() {
        SseClient client = connect("/.sse");

        assertThat(client.response().statusCode()).isEqualTo(200);
        assertThat(client.response().getHeader("Content-Type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(client.response().getHeader("Cache-Control")).isEqualTo("no-cache, no-transform");
        assertThat(client.response().getHeader("X-Accel-Buffering")).isEqualTo("no");
        soon().until(() -> client.received.lastEventId().equals("" + store.position()));
        assertThat(client.received.retry()).isEqualTo("1000");
        assertThat(client.received.all()).isEmpty();
    }

    @Test
    void rowsAndJsonCarryTheSameIds() throws Exception {
        SseClient rows = listening("/.sse");
        SseClient json = listening("/api/events/stream");

        store.save("one", "two");
        store.save("three");

        awaitAll(rows, "");
        awaitAll(json, "");
        assertThat(rows.received.messages())
                .extracting(SseParser.Message::data)
                .containsExactly("<li>one</li>", "<li>two</li>", "<li>three</li>");
        JsonNode last =
                new ObjectMapper().readTree(json.received.messages().getLast().data());
        assertThat(last.path("id").asText()).isEqualTo(json.ids().getLast());
        assertThat(last.path("message").asText()).isEqualTo("three");
    }

    @Test
    void filtersDecideWhatIsStreamed() {
        SseClient client = listening("/api/events/stream?q=disk+-full&severity=info&origin=i*");

        store.save("disk full", "Disk is fine", "network");
        store.save("disk replaced");

        awaitAll(client, "disk -full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.sse", "/api/events/stream"})
    void noCharacterOfAMessageBreaksTheFraming(String path) throws Exception {
        SseClient client = listening(path);
        String message = "a\r\nb\rc\nd\n\ndata: x\n\nevent: reset\n\u2028\u2029: é \ud83d\ude00";

        store.save(message, "next");

        awaitAll(client, "");
        String data = client.received.messages().getFirst().data();
        String arrived = path.equals("/.sse")
                ? data
                : new ObjectMapper().readTree(data).path("message").asText();
        assertThat(arrived)
                .isEqualTo(
                        path.equals("/.sse")
                                ? "<li>" + message.replace("\r\n", "\n").replace('\r', '\n') + "</li>"
                                : message);
        assertThat(client.received.named("reset")).isEmpty();
    }

    @Test
    void manyListenersGetEveryEventOnceInOrderAlsoAcrossAReconnect() {
        List<SseClient> all = connectMany(100, "/.sse");
        List<SseClient> some = connectMany(100, "/api/events/stream?q=odd");

        for (int n = 0; n < 1_000; n++) {
            store.save((n % 2 == 0 ? "even " : "odd ") + n);
            if (n == 500) {
                soon().until(() -> all.stream().allMatch(client -> client.received.count() > 0));
                reconnect(all.subList(0, 50));
                reconnect(some.subList(0, 50));
            }
        }

        all.forEach(client -> awaitAll(client, ""));
        some.forEach(client -> awaitAll(client, "odd"));
    }

    @Test
    void aListenerThatWasAwayContinuesFromTheStore() {
        SseClient client = listening("/.sse");
        store.save("before");
        awaitAll(client, "");
        client.disconnect();
        soon().until(() -> listeners() == 0);
        for (int n = 0; n < 2_000; n++) {
            store.save("away " + n);
        }

        client.connect();
        store.save("after");

        awaitAll(client, "");
    }

    @Test
    void fromIsAPositionToContinueAfter() {
        long position = store.position();
        store.save("one", "two");
        SseClient client = connect("/api/events/stream?from=" + position);

        store.save("three");

        awaitAll(client, "");
    }

    @Test
    void aClientThatNeverReadsHoldsUpNobodyAndMissesNothing() {
        HttpClient smallBuffers = vertx.createHttpClient(new HttpClientOptions().setReceiveBufferSize(SMALL_BUFFER));
        SseClient stuck = new SseClient(smallBuffers, server.port(), "/.sse").connect();
        stuck.response().pause();
        SseClient reader = listening("/.sse");
        soon().until(() -> listeners() == 2);

        int events = 8_000;
        String text = "x".repeat(2_000);
        for (int n = 1; n <= events; n++) {
            store.save(text + n);
            if (n % 400 == 0) {
                int sent = n;
                soon().until(() -> reader.received.count() == sent);
            }
        }
        awaitAll(reader, "");
        double takenFromTheHub = meters.counter("signalbox.stream.frames").count() - events;
        assertThat(takenFromTheHub).isLessThan(events / 4.0);

        stuck.response().resume();
        awaitAll(stuck, "");
    }

    @Test
    void whatALostAnnouncementToldIsFoundInTheStore() {
        List<SseClient> clients = connectMany(20, "/.sse");
        store.save("heard");
        store.saveUnheard("not heard", "nor this");
        store.save("heard again");

        clients.forEach(client -> awaitAll(client, ""));
        assertThat(meters.counter("signalbox.stream.lost.pieces").count()).isEqualTo(1);
        assertThat(meters.counter("signalbox.stream.catch.ups").count()).isLessThan(10);
    }

    @Test
    void aStoreThatIsAwayForAWhileCostsNothingButTime() {
        SseClient client = listening("/.sse");
        store.refuse(true);
        int before = store.questions();
        store.saveUnheard("one", "two");
        store.save("three");
        soon().until(() -> store.questions() > before + 1);

        store.refuse(false);

        awaitAll(client, "");
    }

    @Test
    void silenceIsFilledAndMovesThePositionOn() {
        SseClient client = listening("/.sse?q=never");
        store.save("something else");

        soon().until(() -> client.received.lastEventId().equals("" + store.position()));
        int comments = client.received.comments();
        soon().until(() -> client.received.comments() > comments + 2);
        assertThat(client.received.all()).isEmpty();
    }

    @Test
    void oneListenerTooManyIsToldToComeBackLater() {
        connectMany(MAX_LISTENERS, "/.sse");
        SseClient refused = connect("/.sse");

        soon().until(refused::ended);
        assertThat(refused.response().statusCode()).isEqualTo(200);
        assertThat(refused.received.named("busy")).hasSize(1);
        assertThat(refused.received.retry()).isEqualTo("10000");
    }

    @Test
    void whoLeavesIsForgotten() {
        List<SseClient> clients = connectMany(10, "/.sse");
        assertThat(listeners()).isEqualTo(10);
        clients.forEach(SseClient::disconnect);

        soon().until(() -> listeners() == 0);
    }

    @Test
    void closingEndsStreamsInGoodOrder() throws Exception {
        List<SseClient> clients = connectMany(10, "/api/events/stream");

        routes.close().await(10, TimeUnit.SECONDS);

        soon().until(() -> clients.stream().allMatch(SseClient::ended));
        assertThat(clients).noneMatch(SseClient::broken);
        SseClient late = connect("/.sse");
        soon().until(late::ended);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=x",
                "from=-5",
                "q=%22open",
                "severity=fatal&since=soon",
                "q=%2F%5B%2F",
                "rows=none",
                "monitors=2"
            })
    void badParametersAreRefused(String query) {
        assertThat(connect("/.sse?" + query).response().statusCode()).isEqualTo(400);
    }

    @Test
    void aBadLastEventIdIsRefused() throws Exception {
        int status = http.request(io.vertx.core.http.HttpMethod.GET, server.port(), "127.0.0.1", "/.sse")
                .compose(request ->
                        request.putHeader("Last-Event-ID", "yesterday").send())
                .map(response -> response.statusCode())
                .await(10, TimeUnit.SECONDS);
        assertThat(status).isEqualTo(400);
    }

    @Test
    void aPositionBeyondAllEventsIsRefusedToAProgramThatAsksForIt() {
        listening("/.sse");

        assertThat(connect("/api/events/stream?from=" + Long.MAX_VALUE)
                        .response()
                        .statusCode())
                .isEqualTo(400);
        long soon = EventId.floor(Instant.now().plusSeconds(50));
        assertThat(connect("/api/events/stream?from=" + soon).response().statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.sse", "/api/events/stream"})
    void whoComesBackFromBeyondAllEventsIsToldAndGoesOn(String path) {
        listening("/.sse");
        SseClient client = new SseClient(http, server.port(), path);
        client.received.feed("id: " + Long.MAX_VALUE + "\n\n");
        client.connect();
        soon().until(() -> client.received.named("reset").size() == 1);

        store.save("one");

        awaitAll(client, "");
    }

    private void reconnect(List<SseClient> clients) {
        clients.forEach(SseClient::disconnect);
        store.save("odd, while they are away");
        clients.forEach(SseClient::connect);
    }

    private SseClient connect(String path) {
        return new SseClient(http, server.port(), path).connect();
    }

    /** Connected, and past the point where its position is settled. */
    private SseClient listening(String path) {
        SseClient client = connect(path);
        soon().until(() -> !client.received.lastEventId().isEmpty());
        return client;
    }

    private List<SseClient> connectMany(int count, String path) {
        List<SseClient> clients = new ArrayList<>();
        IntStream.range(0, count).forEach(n -> clients.add(connect(path)));
        soon().untilAsserted(() -> assertThat(clients)
                .allSatisfy(client -> assertThat(client.received.lastEventId()).isNotEmpty()));
        return clients;
    }

    private void awaitAll(SseClient client, String q) {
        List<String> expected = store.ids(search(q));
        soon().untilAsserted(() -> assertThat(client.received.messages()).hasSize(expected.size()));
        assertThat(client.ids()).isEqualTo(expected);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }

    private double listeners() {
        return meters.get("signalbox.stream.listeners").gauge().value();
    }
}
