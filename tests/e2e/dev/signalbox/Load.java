package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Clients that write all at once, some one event at a time and some in batches, and that remember what they were told. One
 * that cannot reach its node any more gives up; one that is refused goes on. Every message is sent once only.
 */
final class Load implements AutoCloseable {

    private static final int SINGLES = 8;
    private static final int BATCHES = 2;
    private static final int BATCH_LINES = 25;

    /** What a client that was refused waits: far below Retry-After, so that there is load when the node is back. */
    private static final long REFUSED_MILLIS = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Http http;
    private final String padding;
    private final String name = UUID.randomUUID().toString();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<HttpResponse<String>> refusals = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<IOException> broken = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    private Load(Http http, String padding) {
        this.http = http;
        this.padding = padding;
    }

    /** Starts writing to each of these nodes, where it answers now. */
    static Load on(Http http, NodeProcess... nodes) {
        return on(http, "", nodes);
    }

    /** @param padding added to each message */
    static Load on(Http http, String padding, NodeProcess... nodes) {
        Load load = new Load(http, padding);
        for (NodeProcess node : nodes) {
            URI single = node.uri("/.log?origin=load");
            URI batch = node.uri("/api/events");
            IntStream.range(0, SINGLES).forEach(client -> load.begin(() -> load.single(single)));
            IntStream.range(0, BATCHES).forEach(client -> load.begin(() -> load.batch(batch)));
        }
        return load;
    }

    /** Waits until so many more events were acknowledged than there are now. */
    Load awaitAcknowledged(int more) {
        int goal = acknowledged.size() + more;
        await().atMost(PATIENCE).until(() -> acknowledged.size() >= goal);
        return this;
    }

    Load awaitRefusals(int more) {
        int goal = refusals.size() + more;
        await().atMost(PATIENCE).until(() -> refusals.size() >= goal);
        return this;
    }

    /** The messages that were acknowledged, by the id under which they were. */
    Map<String, String> acknowledged() {
        return new HashMap<>(acknowledged);
    }

    /** Answers other than 200. */
    List<HttpResponse<String>> refusals() {
        return List.copyOf(refusals);
    }

    /** Requests that got no answer. */
    List<IOException> broken() {
        return List.copyOf(broken);
    }

    /** Ends the clients, each after the answer that it waits for. */
    Load stop() {
        ended = true;
        clients.close();
        return this;
    }

    /** What was refused was refused as the contract says, and every request was answered. */
    void assertAnswered() {
        assertThat(broken).isEmpty();
        assertThat(refusals).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After").orElse("")).matches("[1-9][0-9]*");
        });
    }

    /** Everything acknowledged is there under its id, and nothing is there twice. */
    static void assertStored(Map<String, String> acknowledged, List<JsonObject> events) {
        Map<String, String> stored = events.stream()
                .collect(Collectors.toMap(event -> event.getString("id"), event -> event.getString("message")));
        assertThat(acknowledged).isNotEmpty();
        assertThat(stored).containsAllEntriesOf(acknowledged);
        assertThat(stored.values()).doesNotHaveDuplicates();
    }

    @Override
    public void close() {
        ended = true;
        clients.shutdownNow();
        clients.close();
    }

    private void begin(Client client) {
        clients.execute(() -> {
            try {
                while (!ended) {
                    client.write();
                }
            } catch (IOException e) {
                broken.add(e);
            } catch (InterruptedException | IllegalStateException e) {
                // Closed while it waited, as at the end of a test that failed.
                Thread.currentThread().interrupt();
            }
        });
    }

    private void single(URI uri) throws IOException, InterruptedException {
        String message = message();
        HttpResponse<String> answer = http.post(uri, message);
        if (answer.statusCode() == 200) {
            acknowledged.put(answer.headers().firstValue("Signalbox-Event-Id").orElseThrow(), message);
        } else {
            refused(answer);
        }
    }

    private void batch(URI uri) throws IOException, InterruptedException {
        List<String> messages =
                IntStream.range(0, BATCH_LINES).mapToObj(line -> message()).toList();
        String body = messages.stream()
                .map(message -> new JsonObject()
                        .put("origin", "load")
                        .put("message", message)
                        .encode())
                .collect(Collectors.joining("\n"));
        HttpResponse<String> answer = http.post(uri, "application/x-ndjson", BodyPublishers.ofString(body));
        if (answer.statusCode() == 200) {
            JsonArray ids = new JsonObject(answer.body()).getJsonArray("ids");
            IntStream.range(0, BATCH_LINES).forEach(line -> acknowledged.put(ids.getString(line), messages.get(line)));
        } else {
            refused(answer);
        }
    }

    private String message() {
        return name + " " + numbers.incrementAndGet() + padding;
    }

    private void refused(HttpResponse<String> answer) throws InterruptedException {
        refusals.add(answer);
        Thread.sleep(REFUSED_MILLIS);
    }

    private interface Client {
        void write() throws IOException, InterruptedException;
    }
}
