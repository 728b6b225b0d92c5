package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several bodies of the largest size at once: each is stored or sent back for later, and the node goes on. */
class LargeBodiesE2E {

    private static final int BODY = 16 << 20;
    private static final int AT_ONCE = 5;

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Nodes NODES = new Nodes();

    private static NodeProcess node;

    @BeforeAll
    static void start() {
        node = NODES.start(directory, Map.of());
    }

    @Test
    void manyAtOncePlain() throws Exception {
        assertEachIsStoredOrSentBack(body("a line of a log with some words in it, number "), "identity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a line of a log with some words in it, number ", "日本語のログの一行、番号は "})
    void manyAtOncePacked(String words) throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body(words));
        }

        assertEachIsStoredOrSentBack(packed.toByteArray(), "gzip");
    }

    private void assertEachIsStoredOrSentBack(byte[] body, String encoding) throws Exception {
        List<Integer> answers = new ArrayList<>();
        try (Http http = new Http();
                ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> sending = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                sending.add(senders.submit(() -> send(http, body, encoding)));
            }
            for (Future<HttpResponse<String>> one : sending) {
                answers.add(status(one));
            }
            // One alone always fits, also after many at once.
            assertThat(send(http, body, encoding).statusCode()).isEqualTo(200);
            assertThat(http.get(node.uri("/readyz")).statusCode()).isEqualTo(200);
        }
        assertThat(answers).allMatch(status -> status == 200 || status == 503).contains(200);
    }

    /** Sent back early, a client may see its connection break before it has read why: that is no answer, and no 200. */
    private static int status(Future<HttpResponse<String>> sending) throws InterruptedException {
        try {
            return sending.get().statusCode();
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(IOException.class);
            return 503;
        }
    }

    private HttpResponse<String> send(Http http, byte[] body, String encoding) throws IOException {
        return http.send(HttpRequest.newBuilder(node.uri("/api/events"))
                .header("Content-Type", "application/x-ndjson")
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private static byte[] body(String words) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; body.size() < BODY - 1_000; i++) {
            JsonObject event = new JsonObject().put("origin", "large").put("message", words.repeat(4) + i);
            body.writeBytes((event.encode() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return body.toByteArray();
    }
}
