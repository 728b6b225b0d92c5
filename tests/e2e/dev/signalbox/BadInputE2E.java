package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.signalbox.RawHttp.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nobody should send is answered in words that say what to change, or kept and marked; the node goes on. */
class BadInputE2E {

    private static final int MESSAGE = 64 << 10;
    private static final int BODY = 16 << 20;
    private static final int UNPACKED = 128 << 20;
    private static final int BOMBS = 8;

    /** The heap and the network buffers have an end at 320 MB; unpacked, the bombs of one test would be 2 GB. */
    private static final long MOST_RESIDENT = 500L << 20;

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Nodes NODES = new Nodes();

    private static final Http HTTP = new Http();

    private static NodeProcess node;

    @BeforeAll
    static void start() {
        // Patience with slow clients is short, so that the test of them is, too.
        node = NODES.start(directory, Map.of("SIGNALBOX_HTTP_IDLE_TIMEOUT", "2s", "SIGNALBOX_HTTP_BODY_TIMEOUT", "2s"));
    }

    @AfterAll
    static void end() {
        HTTP.close();
    }

    @Test
    void aMessageNeedsABodyAndAnOrigin() throws IOException {
        assertRefusedInALine(log("?origin=empty", ""), 400, "message");
        assertRefusedInALine(log("", "a"), 400, "origin");
    }

    @Test
    void aParameterThatIsGivenTwiceIsNamed() throws IOException {
        assertRefusedInALine(log("?origin=a&origin=b", "a"), 400, "origin: is given 2 times");
        assertRefusedInALine(log("?origin=a&severity=info&severity=warn", "a"), 400, "severity: is given 2 times");
        stored(log("?origin=a&unknown=1&unknown=2", "a"));

        JsonObject problem = assertProblem(RawHttp.exchange(node, "GET /api/events?limit=2&limit=3", new byte[0]), 400);
        assertThat(error(problem)).contains("is given 2 times");
        assertThat(HTTP.get(node.uri("/api/events?origin=a&origin=b&severity=info&severity=warn&unknown=1&unknown=2"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aMessageMayHave64KibAndNotAByteMore() throws IOException {
        String longest = "x".repeat(MESSAGE);

        assertThat(event(stored(log("?origin=long", longest))).getString("message"))
                .isEqualTo(longest);
        assertRefusedInALine(log("?origin=long", longest + "x"), 413, Integer.toString(MESSAGE));
    }

    @Test
    void aBodyOfMoreThan16MibIsRefused() throws IOException {
        String line = new JsonObject().put("origin", "o").put("message", "m").encode() + "\n";
        byte[] body = (line + " ".repeat(BODY + 1 - line.length())).getBytes(StandardCharsets.UTF_8);

        assertProblem(post("application/x-ndjson", body), 413);
    }

    @Test
    void aBadLineIsNamedAndTheOthersAreStored() throws IOException {
        String lines = IntStream.rangeClosed(1, 5)
                .mapToObj(
                        line -> line == 3 ? "{\"origin\":" : "{\"origin\":\"lines\",\"message\":\"line " + line + "\"}")
                .reduce((a, b) -> a + "\n" + b)
                .orElseThrow();

        Answer answer = post("application/x-ndjson", lines.getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(200);
        JsonObject result = new JsonObject(answer.body());
        assertThat(result.getInteger("accepted")).isEqualTo(4);
        assertThat(result.getJsonArray("rejected")).hasSize(1);
        assertThat(result.getJsonArray("rejected").getJsonObject(0).getInteger("line"))
                .isEqualTo(3);
        assertThat(result.getJsonArray("rejected").getJsonObject(0).getString("error"))
                .isNotBlank();
        JsonArray ids = result.getJsonArray("ids");
        List<String> messages =
                ids.stream().map(id -> event((String) id).getString("message")).toList();
        assertThat(messages).containsExactly("line 1", "line 2", "line 4", "line 5");
    }

    @Test
    void whatIsNoTextIsMarkedAndTheRestIsKept() throws IOException {
        byte[] body = {'a', (byte) 0xff, 'b', 0, 'c', (byte) 0xe2, (byte) 0x82};

        String id = stored(RawHttp.exchange(node, "POST /.log?origin=bytes", body));

        assertThat(event(id).getString("message")).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
    }

    @Test
    void aFormIsKeptVerbatim() throws IOException {
        byte[] body = "a=b&c=d".getBytes(StandardCharsets.UTF_8);

        String id = stored(RawHttp.exchange(
                node, "POST /.log?origin=form", body, "Content-Type: application/x-www-form-urlencoded"));

        assertThat(event(id).getString("message")).isEqualTo("a=b&c=d");
    }

    @Test
    void anUnknownSeverityIsRefusedWithTheKnownOnes() throws IOException {
        assertRefusedInALine(log("?origin=o&severity=fatal", "a"), 400, "debug, info, warn, error, critical");

        JsonObject problem = assertProblem(post(new JsonObject().put("severity", "fatal")), 400);
        assertThat(error(problem)).contains("severity", "debug, info, warn, error, critical");
    }

    @Test
    void metadataNestedAThousandDeepIsRefused() throws IOException {
        String deep =
                "{\"origin\":\"o\",\"message\":\"m\",\"metadata\":" + "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_001);

        JsonObject problem = assertProblem(post("application/json", deep.getBytes(StandardCharsets.UTF_8)), 400);

        assertThat(error(problem)).contains("metadata");
    }

    @Test
    void whatUnpacksToMoreThanABodyMayHoldIsRefused() throws IOException {
        byte[] zeros = new byte[UNPACKED];
        byte[] gzip = gzip(zeros);
        byte[] zstd = Zstd.compress(zeros);
        for (int bomb = 0; bomb < BOMBS; bomb++) {
            assertProblem(post("application/x-ndjson", gzip, "Content-Encoding: gzip"), 413);
            assertProblem(post("application/x-ndjson", zstd, "Content-Encoding: zstd"), 413);
        }
        assertThat(node.residentBytes()).isLessThan(MOST_RESIDENT);
    }

    @Test
    void whatIsNotPackedAsItSaysIsRefused() throws IOException {
        assertProblem(post("application/json", "{}".getBytes(StandardCharsets.UTF_8), "Content-Encoding: gzip"), 400);
        assertProblem(post("application/json", "{}".getBytes(StandardCharsets.UTF_8), "Content-Encoding: br"), 415);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /.log, 'POST, OPTIONS'",
        "PUT, /.monitor, 'POST, OPTIONS'",
        "GET, /.clear, 'POST, OPTIONS'",
        "DELETE, /api/events, 'GET, HEAD, POST, OPTIONS'",
        "POST, /, 'GET, HEAD, OPTIONS'",
        "POST, /.sse, 'GET, HEAD, OPTIONS'"
    })
    void aWrongMethodIsToldTheRightOnes(String method, String path, String allowed) throws IOException {
        Answer answer = RawHttp.exchange(node, method + " " + path, new byte[0]);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers().getOrDefault("allow", "").split(", "))
                .containsExactlyInAnyOrder(allowed.split(", "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/.logs", "/api/nothing", "/events/1", "/api/events/1", "/assets/../conf/x"})
    void anUnknownPathIsNotFound(String path) throws IOException {
        assertThat(RawHttp.exchange(node, "GET " + path, new byte[0]).status()).isEqualTo(404);
    }

    @Test
    void slowClientsAreSentAwayAndHoldUpNobody() throws IOException {
        try (RawHttp head = RawHttp.to(node);
                RawHttp body = RawHttp.to(node)) {
            head.send("POST /.log?origin=slow HTTP/1.1\r\nHost: local".getBytes(StandardCharsets.US_ASCII));
            body.head("POST /.log?origin=slow", 1_000).send(new byte[] {'a'});

            stored(log("?origin=quick", "not held up"));

            assertThat(body.answer().status()).isEqualTo(408);
            assertThat(body.closed()).isTrue();
            assertThat(head.closed()).isTrue();
        }
    }

    @Test
    void aPageOfAnotherSiteCanNeitherSendNorRead() throws IOException {
        byte[] body = "by another site".getBytes(StandardCharsets.UTF_8);

        for (String header : List.of("Origin: http://evil.example", "Sec-Fetch-Site: cross-site", "Origin: null")) {
            assertThat(RawHttp.exchange(node, "POST /.log?origin=evil", body, header)
                            .status())
                    .as(header)
                    .isEqualTo(403);
        }
        for (String target : List.of("POST /.log?origin=evil", "POST /.clear", "GET /api/events", "GET /")) {
            assertThat(RawHttp.exchange(node, target, body, "Host: evil.example")
                            .status())
                    .as(target)
                    .isEqualTo(403);
        }
        assertThat(HTTP.get(node.uri("/api/events?origin=evil")).body()).contains("\"events\":[]");
    }

    private static Answer log(String query, String message) throws IOException {
        return RawHttp.exchange(node, "POST /.log" + query, message.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer post(JsonObject fields) throws IOException {
        JsonObject event =
                new JsonObject().put("origin", "o").put("message", "m").mergeIn(fields);
        return post("application/json", event.toBuffer().getBytes());
    }

    private static Answer post(String type, byte[] body, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: " + type;
        return RawHttp.exchange(node, "POST /api/events", body, all);
    }

    private static String stored(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.headers().get("signalbox-event-id");
    }

    private static JsonObject event(String id) {
        try {
            return new JsonObject(HTTP.get(node.uri("/api/events/" + id)).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertRefusedInALine(Answer answer, int status, String word) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).startsWith("text/plain");
        assertThat(answer.body()).contains(word).endsWith("\n").hasLineCount(1);
    }

    private static JsonObject assertProblem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
        JsonObject problem = new JsonObject(answer.body());
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("detail")).isNotBlank();
        return problem;
    }

    private static String error(JsonObject problem) {
        return problem.getJsonArray("errors").getJsonObject(0).getString("message");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
