package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.LogProducer.Answer;
import dev.signalbox.LogReader.End;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams by their names, on all three ports: who may write them, who is refused, and how they are removed. */
class LivelogStreamsE2E {

    private static final int PRODUCERS = 8;
    private static final int ROUNDS = 4;

    @RegisterExtension
    static final Livelogs LOGS = Livelogs.shared();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "...",
                "%2e%2e",
                "%2E",
                "a%2Fb",
                "..%2f..%2fetc",
                "a%5cb",
                "a%00b",
                "a%20b",
                "a+b",
                "%",
                "ü",
                "a*b"
            })
    void aNameThatIsNoneIsRefusedOnEveryPort(String name) throws IOException {
        assertRefused(name);
    }

    @Test
    void aNameHasAtMost128Letters() throws IOException {
        assertRefused("x".repeat(129));
        LOGS.done("x".repeat(128), new byte[] {1});
        LOGS.done("A-Z.a_9", new byte[] {1});
    }

    /** The rest of the body is not even sent: the answer comes before it. */
    @Test
    void ofManyProducersOneWinsAndTheOthersAreRefusedBeforeTheySend() {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        List<LogProducer> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            answers.add(CompletableFuture.supplyAsync(() -> {
                LogProducer producer = LOGS.put("raced", "Expect: 100-continue");
                synchronized (producers) {
                    producers.add(producer);
                }
                return producer.answer();
            }));
        }
        List<Integer> statuses =
                answers.stream().map(answer -> answer.join().status()).sorted().toList();

        assertThat(statuses).hasSize(PRODUCERS).startsWith(100);
        assertThat(statuses.subList(1, PRODUCERS)).containsOnly(409);
        producers.forEach(LogProducer::close);
        LOGS.awaitState("raced", "broken");
        assertThat(LOGS.generation("raced")).isEqualTo(1);
    }

    @Test
    void aRefusedProducerNeedNotAskFirst() {
        try (LogProducer first = LOGS.live("occupied");
                LogProducer second = LOGS.put("occupied").write("not wanted");
                Wire third = main("PUT /livelog/occupied HTTP/1.1", "Content-Length: 1000000")) {
            assertThat(second.answer().status()).isEqualTo(409);
            LogReader answer = new LogReader(third);
            assertThat(answer.status()).isEqualTo(409);
            // It has not sent its body, so what it sends next must not be taken for that.
            assertThat(answer.head().header("connection")).isEqualTo("close");
            assertThat(first.write("wanted").end().status()).isEqualTo(201);
        }
        try (LogReader reader = LOGS.get("occupied")) {
            assertThat(reader.text()).isEqualTo("wanted");
        }
    }

    @Test
    void theMainPortTakesAndGivesTheSameLogs() {
        try (LogProducer producer = new LogProducer(Wire.to(LOGS.node().uri().getPort()), "/livelog/from-main");
                Wire wire = main("GET /healthz HTTP/1.1")) {
            LOGS.awaitState("from-main", "live");
            try (LogReader here =
                            new LogReader(main("GET /livelog/from-main HTTP/1.1", "Accept-Encoding: gzip")).follow();
                    LogReader there = LOGS.get("from-main").follow()) {
                assertThat(producer.write("the same").end().status()).isEqualTo(201);

                assertThat(here.text()).isEqualTo("the same");
                assertThat(there.text()).isEqualTo("the same");
                // Else any page that somebody has open could read the logs of a node on the same machine.
                assertThat(here.head().headers()).doesNotContainKey("access-control-allow-origin");
            }
            assertThat(wire.head().status()).isEqualTo(200);
        }
        try (LogReader part = new LogReader(main("GET /livelog/from-main?generation=1 HTTP/1.1", "Range: bytes=-4"));
                LogReader head = new LogReader(main("HEAD /livelog/from-main HTTP/1.1"));
                LogReader none = new LogReader(main("GET /livelog/from-main?generation=7 HTTP/1.1"))) {
            assertThat(part.text()).isEqualTo("same");
            assertThat(head.head().header("content-length")).isEqualTo("8");
            assertThat(none.status()).isEqualTo(404);
        }
    }

    @Test
    void theListTellsWhatThereIs() throws IOException {
        try (LogProducer producer = LOGS.live("listed", "Content-Type: text/x-log")) {
            producer.write("12345").end();
        }

        JsonObject row = LOGS.latest("listed");
        assertThat(row.getString("producer")).isEqualTo("127.0.0.1");
        assertThat(row.getString("content_type")).isEqualTo("text/x-log");
        assertThat(row.getLong("bytes")).isEqualTo(5);
        assertThat(row.getString("ended")).isGreaterThanOrEqualTo(row.getString("started"));
        try (Http http = new Http()) {
            JsonObject page = new JsonObject(
                    http.get(LOGS.node().uri("/api/livelogs?limit=1")).body());
            assertThat(page.getJsonArray("livelogs")).hasSize(1);
            assertThat(http.get(LOGS.node().uri("/api/livelogs?limit=0")).statusCode())
                    .isEqualTo(400);
            assertThat(http.get(LOGS.node().uri("/api/livelogs?before=yesterday"))
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void aLiveLogIsNotRemoved() throws IOException {
        LOGS.done("removed", "first".getBytes(StandardCharsets.UTF_8));
        try (LogProducer producer = LOGS.live("removed")) {
            assertThat(delete("removed")).isEqualTo(409);
            producer.write("second").end();
        }

        assertThat(delete("removed?generation=1")).isEqualTo(204);
        assertThat(LOGS.file("removed", 1)).doesNotExist();
        assertThat(LOGS.file("removed", 2)).exists();
        assertThat(delete("removed")).isEqualTo(204);
        assertThat(delete("removed")).isEqualTo(404);
        assertThat(LOGS.file("removed", 2).getParent()).doesNotExist();
        LOGS.done("removed", new byte[] {1});
        assertThat(LOGS.generation("removed")).isEqualTo(1);
    }

    @Test
    void whoReadsALogThatIsRemovedReadsItToItsEnd() throws IOException {
        byte[] log = new byte[12 << 20];
        LOGS.done("pulled", log);
        try (LogReader reader = LOGS.stalled("pulled")) {
            assertThat(reader.status()).isEqualTo(200);

            assertThat(delete("pulled")).isEqualTo(204);

            assertThat(Files.exists(LOGS.file("pulled", 1))).isFalse();
            assertThat(reader.bytes()).hasSize(log.length);
            assertThat(reader.end()).isEqualTo(End.WHOLE);
        }
    }

    /** Two removals at the very moment at which the next generation begins; only one of them finds something. */
    @Test
    void aRemovalTakesNothingFromItsReadersNorFromTheNextGeneration() {
        byte[] next = random(1 << 20, 7);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] log = random(12 << 20, round);
            LOGS.done("contested", log);
            try (LogReader early = LOGS.stalled("contested");
                    LogReader late = LOGS.stalled("contested")) {
                assertThat(early.status()).isEqualTo(200);
                assertThat(late.status()).isEqualTo(200);

                removeTwiceAndSend("contested", next);

                for (LogReader reader : List.of(early, late)) {
                    assertThat(reader.end()).isEqualTo(End.WHOLE);
                    assertThat(reader.bytes()).isEqualTo(log);
                }
            }
            try (LogReader reader = LOGS.get("contested")) {
                assertThat(reader.bytes()).isEqualTo(next);
            }
        }
    }

    @Test
    void aPageOfAnotherSiteMayNotWriteNorRemove() throws IOException {
        for (String header : List.of("Sec-Fetch-Site: cross-site", "Origin: https://example.com")) {
            try (LogProducer producer = LOGS.put("crossed", header)) {
                assertThat(producer.answer().status()).as(header).isEqualTo(403);
            }
            try (LogReader main = new LogReader(main("PUT /livelog/crossed HTTP/1.1", header, "Content-Length: 0"))) {
                assertThat(main.status()).as(header).isEqualTo(403);
            }
        }
        try (LogReader rebound = new LogReader(Wire.to(LOGS.putPort())
                .send("PUT /log/crossed HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII)))) {
            assertThat(rebound.status()).isEqualTo(403);
        }
        assertThat(LOGS.generation("crossed")).isZero();
    }

    private static void assertRefused(String name) throws IOException {
        try (LogProducer producer = LOGS.put(name)) {
            assertThat(producer.answer().status()).isEqualTo(400);
        }
        try (LogReader reader = LOGS.get(name)) {
            assertThat(reader.status()).isEqualTo(404);
        }
        // There, an address is resolved before anybody looks at it: this one leads elsewhere, which is no matter of
        // logs.
        boolean dots = URLDecoder.decode(name.replaceAll("%(?![0-9A-Fa-f]{2})", "%25"), StandardCharsets.UTF_8)
                .matches("\\.\\.?");
        for (String method : dots ? List.<String>of() : List.of("PUT", "GET", "DELETE")) {
            String path = method.equals("DELETE") ? "/api/livelogs/" : "/livelog/";
            try (LogReader main = new LogReader(main(method + " " + path + name + " HTTP/1.1", "Content-Length: 0"))) {
                assertThat(main.status()).as(method).isBetween(400, 405);
            }
        }
        try (var all = Files.walk(LOGS.node().dataDir())) {
            assertThat(all)
                    .noneMatch(path -> path.getFileName().toString().equals("1.log")
                            && path.getParent().getFileName().toString().equals("livelog"));
        }
    }

    private static void removeTwiceAndSend(String stream, byte[] log) {
        String line = "DELETE /api/livelogs/" + stream + " HTTP/1.1";
        try (Livelogs.Hold hold = LOGS.hold();
                Wire first = main(line);
                Wire second = main(line)) {
            hold.awaitWaiting("select from livelog", 2);
            try (LogProducer producer = LOGS.put(stream)) {
                hold.awaitWaiting("insert into livelog", 1);
                hold.release();
                assertThat(first.head().status()).isEqualTo(204);
                assertThat(second.head().status()).isEqualTo(204);
                assertThat(producer.write(log).end().status()).isEqualTo(201);
            }
        }
    }

    private static byte[] random(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static int delete(String stream) throws IOException {
        try (Http http = new Http()) {
            return http.send(HttpRequest.newBuilder(LOGS.node().uri("/api/livelogs/" + stream))
                            .DELETE())
                    .statusCode();
        }
    }

    private static Wire main(String line, String... headers) {
        return Wire.to(LOGS.node().uri().getPort()).request(line, headers);
    }
}
