package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a sender says is text wherever it is shown: escaped once, and never twice. */
class EscapingE2E {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Nodes NODES = new Nodes();

    private static final Http HTTP = new Http();

    private static NodeProcess node;

    @BeforeAll
    static void start() {
        node = NODES.start(
                directory, Map.of("SIGNALBOX_OWNER_PROXY_HEADER", "X-Sender", "SIGNALBOX_OWNER_PROXIES", "127.0.0.1"));
    }

    @AfterAll
    static void end() {
        HTTP.close();
    }

    @Test
    void markupIsShownAsItWasSent() throws IOException {
        String event = new JsonObject()
                .put("origin", hostile("origin"))
                .put("message", hostile("message"))
                .put("metadata", new JsonObject().put(hostile("key"), hostile("value")))
                .encode();
        try (SseClient rows = HTTP.stream(node.uri("/.sse"));
                SseClient json = HTTP.stream(node.uri("/api/events/stream"))) {
            HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(node.uri("/api/events"))
                    .header("Content-Type", "application/json")
                    .header("X-Sender", hostile("owner"))
                    .POST(BodyPublishers.ofString(event)));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            String id = new JsonObject(answer.body()).getJsonArray("ids").getString(0);

            assertEscapedOnce(HTTP.page(node.uri("/")).body());
            assertEscapedOnce(HTTP.page(node.uri("/events/" + id)).body());
            assertEscapedOnce(first(rows, id));
            JsonObject sent = new JsonObject(first(json, id));
            assertThat(sent.getString("origin")).isEqualTo(hostile("origin"));
            assertThat(sent.getString("message")).isEqualTo(hostile("message"));
            assertThat(sent.getString("owner")).isEqualTo(hostile("owner"));
            assertThat(sent.getJsonObject("metadata").getString(hostile("key"))).isEqualTo(hostile("value"));
        }
    }

    @Test
    void markupInTheNameOfAJobIsShownAsItWasSent() throws IOException {
        String origin = URLEncoder.encode(hostile("job"), StandardCharsets.UTF_8);
        assertThat(HTTP.post(node.uri("/.monitor?origin=" + origin), "").statusCode())
                .isEqualTo(200);

        assertEscapedOnce(HTTP.page(node.uri("/monitors")).body(), "job");
    }

    @Test
    void lineBreaksOfEveryKindStayInsideTheirMessage() throws IOException {
        String message = "one\rtwo\nthree\r\nfour\u2028five\u2029six\n\ndata: seven\nid: 8";
        try (SseClient rows = HTTP.stream(node.uri("/.sse?origin=breaks"));
                SseClient json = HTTP.stream(node.uri("/api/events/stream?origin=breaks"))) {
            String id = HTTP.log(node, "breaks", message);
            String next = HTTP.log(node, "breaks", "next");

            assertThat(new JsonObject(first(json, id)).getString("message")).isEqualTo(message);
            assertThat(first(rows, id)).contains("one", "two", "three", "four", "five", "six", "data: seven", "id: 8");
            for (SseClient stream : new SseClient[] {rows, json}) {
                await().atMost(PATIENCE).until(() -> stream.count() == 2);
                assertThat(stream.messages()).extracting(SseClient.Message::id).containsExactly(id, next);
            }
        }
    }

    private static String hostile(String name) {
        return "<i>" + name + "</i> \"&amp;' <script>";
    }

    private static String first(SseClient stream, String id) {
        await().atMost(PATIENCE)
                .until(() -> stream.messages().stream()
                        .anyMatch(message -> message.id().equals(id)));
        return stream.messages().stream()
                .filter(message -> message.id().equals(id))
                .findFirst()
                .orElseThrow()
                .data();
    }

    private static void assertEscapedOnce(String html) {
        assertEscapedOnce(html, "origin", "owner", "message", "key", "value");
    }

    private static void assertEscapedOnce(String html, String... names) {
        for (String name : names) {
            assertThat(html).contains("&lt;i&gt;" + name + "&lt;/i&gt;").doesNotContain("<i>" + name);
        }
        assertThat(html)
                .contains("&amp;amp;")
                .doesNotContain("&amp;lt;")
                .doesNotContain("&amp;amp;amp;")
                .doesNotContain("<script>");
    }
}
