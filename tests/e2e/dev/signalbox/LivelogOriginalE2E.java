package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.LogProducer.Answer;
import dev.signalbox.LogReader.End;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clients of the original relay rely on, by its addresses, its variables and its words. */
class LivelogOriginalE2E {

    @RegisterExtension
    static final Livelogs LOGS = Livelogs.shared();

    @Test
    void aLogIsReadFromItsFirstByteWhileItGrowsAndAfterItsEnd() {
        try (LogProducer producer = LOGS.live("");
                LogReader early = LOGS.get("").follow()) {
            assertThat(early.head().chunked()).isTrue();
            producer.write("one,");
            early.awaitBytes(4);

            try (LogReader late = LOGS.get("").awaitBytes(4)) {
                assertThat(producer.write("two").end().status()).isEqualTo(201);

                assertThat(early.end()).isEqualTo(End.WHOLE);
                assertThat(early.text()).isEqualTo("one,two");
                assertThat(late.text()).isEqualTo("one,two");
            }
        }
        try (LogReader afterwards = LOGS.get("")) {
            assertThat(afterwards.text()).isEqualTo("one,two");
            assertThat(afterwards.head().header("content-length")).isEqualTo("7");
        }
    }

    @Test
    void theAnswerToAProducerIsEmptyAndComesWithTheEnd() {
        try (LogProducer producer = LOGS.put("ended").write("hi")) {
            Answer answer = producer.end();

            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.head().header("content-length")).isEqualTo("0");
        }
    }

    @Test
    void whatAReaderIsToldIsThatOfTheOriginal() {
        LOGS.done("told", new byte[] {'x'});

        try (LogReader reader = LOGS.get("told")) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.head().headers())
                    .containsEntry("content-type", "text/plain; charset=utf-8")
                    .containsEntry("access-control-allow-origin", "*")
                    .containsEntry("access-control-expose-headers", "Transfer-Encoding");
        }
    }

    @Test
    void aWrongTokenIsDenied() {
        LOGS.done("", "hi".getBytes(StandardCharsets.UTF_8));

        for (String path : List.of("/log/other", "/log/", "/log/" + Livelogs.TOKEN + "x", "/log/other/log")) {
            try (LogReader reader = LOGS.request("GET " + path + " HTTP/1.1")) {
                assertThat(reader.status()).as(path).isEqualTo(401);
                assertThat(reader.text()).isEqualTo("Access denied");
                assertThat(reader.head().headers())
                        .containsEntry("content-type", "text/plain; charset=utf-8")
                        .containsEntry("access-control-allow-origin", "*");
            }
        }
    }

    @Test
    void aQueryDoesNotSpoilTheToken() {
        LOGS.done("", "hi".getBytes(StandardCharsets.UTF_8));

        try (LogReader reader = LOGS.request("GET " + Livelogs.path("") + "?x=1 HTTP/1.1")) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.text()).isEqualTo("hi");
        }
    }

    @Test
    void otherAddressesOfTheReadersPortAreAsBefore() {
        try (LogReader reader = LOGS.request("GET /log HTTP/1.1")) {
            assertThat(reader.status()).isEqualTo(301);
            assertThat(reader.head().header("location")).isEqualTo("/log/");
        }
        try (LogReader reader = LOGS.request("GET / HTTP/1.1")) {
            assertThat(reader.status()).isEqualTo(404);
        }
        try (LogReader reader = LOGS.request("OPTIONS " + Livelogs.path("") + " HTTP/1.1")) {
            assertThat(reader.status()).isEqualTo(204);
            assertThat(reader.head().header("access-control-allow-headers")).contains("Range");
        }
        try (LogReader reader = LOGS.request("POST " + Livelogs.path("") + " HTTP/1.1")) {
            assertThat(reader.status()).isEqualTo(405);
            assertThat(reader.head().header("allow")).contains("GET");
        }
    }

    @Test
    void onlyPutIsTaken() {
        for (String method : List.of("GET", "POST", "DELETE", "HEAD")) {
            Answer answer = toPutPort(method + " /log HTTP/1.1", "Content-Length: 0");
            assertThat(answer.status()).as(method).isEqualTo(400);
            if (!method.equals("HEAD")) {
                assertThat(answer.text()).isEqualTo("This endpoint can only handle PUT requests");
            }
        }
        for (String path : List.of("/log/", "/", "/logs", "/log/a/b")) {
            Answer answer = toPutPort("PUT " + path + " HTTP/1.1", "Content-Length: 0");
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.text()).isEqualTo("404 page not found\n");
            assertThat(answer.head().header("x-content-type-options")).isEqualTo("nosniff");
        }
        assertThat(toPutPort("PUT /log?query=ignored HTTP/1.1", "Content-Length: 0")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aSecondProducerIsRefusedInTheWordsOfTheOriginal() {
        try (LogProducer first = LOGS.live("");
                LogProducer second = LOGS.put("")) {
            Answer answer = second.answer();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo("This endpoint can only process one http PUT at a time");
            assertThat(first.write("mine").end().status()).isEqualTo(201);
        }
        try (LogReader reader = LOGS.get("")) {
            assertThat(reader.text()).isEqualTo("mine");
        }
    }

    /** The original took one log in its life; here the next PUT is the next generation. */
    @Test
    void afterTheEndTheNextLogBegins() {
        LOGS.done("again", "first".getBytes(StandardCharsets.UTF_8));
        LOGS.done("again", "second".getBytes(StandardCharsets.UTF_8));

        try (LogReader latest = LOGS.get("again");
                LogReader first = LOGS.request("GET " + Livelogs.path("again") + "?generation=1 HTTP/1.1")) {
            assertThat(latest.text()).isEqualTo("second");
            assertThat(first.text()).isEqualTo("first");
        }
    }

    @Test
    void fiveThousandPiecesWithoutAPauseReachAReaderInOrder() {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        String text = "the same eight hundred letters ".repeat(26);
        try (LogProducer producer = LOGS.live("ordered");
                LogReader reader = LOGS.get("ordered").follow()) {
            for (int i = 0; i < 5_000; i++) {
                byte[] piece = (i + "|" + text).getBytes(StandardCharsets.UTF_8);
                sent.writeBytes(piece);
                producer.write(piece);
            }
            assertThat(producer.end().status()).isEqualTo(201);

            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.bytes()).isEqualTo(sent.toByteArray());
            assertThat(reader.end()).isEqualTo(End.WHOLE);
        }
    }

    private static Answer toPutPort(String line, String... headers) {
        try (Wire wire = Wire.to(LOGS.putPort()).request(line, headers)) {
            Wire.Head head = wire.head();
            byte[] body = line.startsWith("HEAD")
                    ? new byte[0]
                    : wire.in().readNBytes(Integer.parseInt(head.header("content-length")));
            return new Answer(head.status(), head, new String(body, StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
