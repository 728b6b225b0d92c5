package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Streams skip nothing and repeat nothing, however fast it comes, however slow they are, and across every break. */
class StreamsE2E {

    private static final int LISTENERS = 200;
    private static final int EVENTS = 1_000;
    private static final int WRITERS = 16;
    private static final int STALLED = 20;
    private static final int LATE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** The heap and the network buffers have an end at 320 MB; this is what the machine around them may take. */
    private static final long MOST_RESIDENT = 500L << 20;

    @TempDir
    private Path directory;

    @RegisterExtension
    final Nodes nodes = new Nodes();

    private final Http http = new Http();
    private final List<SseClient> streams = new ArrayList<>();
    private NodeProcess node;

    @BeforeEach
    void start() {
        node = nodes.start(directory);
    }

    @AfterEach
    void end() {
        streams.forEach(SseClient::close);
        http.close();
    }

    @Test
    void everyListenerIsSentEveryEventOnceAndInOrder() throws IOException {
        for (int listener = 0; listener < LISTENERS; listener++) {
            listen(listener % 2 == 0 ? "/api/events/stream" : "/.sse");
        }
        List<SseClient> broken = streams.subList(0, LISTENERS / 2);

        write(EVENTS / 2);
        List<SseClient> resumed = new ArrayList<>();
        List<Callable<String>> rest = writes(EVENTS / 2);
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<String>> written = rest.stream().map(writers::submit).toList();
            for (SseClient stream : broken) {
                resumed.add(stream.resume());
            }
            written.forEach(StreamsE2E::done);
        }

        List<String> all = oldestFirst();
        assertThat(all).hasSize(EVENTS);
        for (int listener = 0; listener < LISTENERS; listener++) {
            SseClient later = listener < resumed.size() ? resumed.get(listener) : null;
            assertSawAll(all, streams.get(listener), later);
        }
        streams.addAll(resumed);
    }

    @Test
    void aClientThatNeverReadsHoldsUpNobodyAndTakesNoMemory() throws IOException {
        List<RawHttp> stalled = new ArrayList<>();
        try {
            for (int client = 0; client < STALLED; client++) {
                stalled.add(RawHttp.to(node).head("GET /api/events/stream", 0));
            }
            SseClient reader = listen("/api/events/stream");

            writeLongest();

            await().atMost(PATIENCE).until(() -> reader.count() == EVENTS);
            assertThat(ids(reader)).isEqualTo(oldestFirst());
            assertThat(node.residentBytes()).isLessThan(MOST_RESIDENT);
        } finally {
            for (RawHttp client : stalled) {
                client.close();
            }
        }
    }

    @Test
    void whoMissedTheLongestEventsIsSentThemPieceByPiece() throws IOException {
        writeLongest();
        for (int late = 0; late < LATE; late++) {
            listen("/api/events/stream?from=0");
        }

        List<List<String>> lists = IntStream.range(0, LATE)
                .parallel()
                .mapToObj(reader -> oldestFirst())
                .toList();

        for (List<String> list : lists) {
            assertThat(list).hasSize(EVENTS).isEqualTo(lists.getFirst());
        }
        for (SseClient stream : streams) {
            assertSawAll(lists.getFirst(), stream, null);
        }
    }

    @Test
    void aStreamGoesOnAcrossARestartOfTheNode() throws IOException {
        SseClient stream = listen("/api/events/stream");
        write(20);
        await().atMost(PATIENCE).until(() -> stream.count() == 20);

        node.kill9();
        await().atMost(PATIENCE).until(stream::ended);
        node.restartOnSamePort();
        write(20);
        SseClient resumed = stream.resume();
        streams.add(resumed);
        write(20);

        assertSawAll(oldestFirst(), stream, resumed);
    }

    private SseClient listen(String path) throws IOException {
        SseClient stream = http.stream(node.uri(path));
        streams.add(stream);
        return stream;
    }

    /** Altogether 60 MB. */
    private void writeLongest() throws IOException {
        String line = new JsonObject()
                .put("origin", "bulk")
                .put("message", "x".repeat(60_000))
                .encode();
        String batch = String.join("\n", Collections.nCopies(EVENTS / 10, line));
        for (int round = 0; round < 10; round++) {
            HttpResponse<String> answer =
                    http.post(node.uri("/api/events"), "application/x-ndjson", BodyPublishers.ofString(batch));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    private void write(int events) {
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            writes(events).stream().map(writers::submit).toList().forEach(StreamsE2E::done);
        }
    }

    private List<Callable<String>> writes(int events) {
        return IntStream.range(0, events)
                .<Callable<String>>mapToObj(number -> () -> http.log(node, "fast", "number " + number))
                .toList();
    }

    private static void done(Future<String> write) {
        try {
            write.get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError("a write failed", e);
        }
    }

    private List<String> oldestFirst() {
        try {
            return http.ids(node).reversed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertSawAll(List<String> all, SseClient stream, SseClient later) {
        await().atMost(PATIENCE).until(() -> stream.count() + (later == null ? 0 : later.count()) >= all.size());
        List<String> seen = new ArrayList<>(ids(stream));
        if (later != null) {
            seen.addAll(ids(later));
        }
        assertThat(seen).isEqualTo(all);
    }

    /** Each message speaks of the event that its id names. */
    private static List<String> ids(SseClient stream) {
        return stream.messages().stream()
                .peek(message -> assertThat(message.data()).contains("\"" + message.id() + "\""))
                .map(SseClient.Message::id)
                .collect(Collectors.toList());
    }
}
