package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesIT {

    private static RunningWeb web;

    @BeforeAll
    static void start() {
        web = RunningWeb.with(Map.of("http.body-budget", "40MiB"));
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    /** Whatever a test sent, and however it was refused: nothing of it is held afterwards, and others are served. */
    @AfterEach
    void nothingIsHeldAndOthersAreServed() {
        await().until(() -> web.counted("signalbox.http.body.bytes") == 0);
        assertThat(web.post("/.log", "", "next".getBytes()).body()).isEqualTo("next");
    }

    @Test
    void aFormIsKeptVerbatim() {
        Answer answer = web.post(
                "/.log?origin=x", "Content-Type: application/x-www-form-urlencoded\n", "a=b&c=d%20+".getBytes());

        assertThat(answer.body()).isEqualTo("a=b&c=d%20+");
    }

    @Test
    void aMultipartBodyIsKeptVerbatim() {
        String body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n";

        assertThat(web.post("/.log", "Content-Type: multipart/form-data; boundary=x\n", body.getBytes())
                        .body())
                .isEqualTo(body);
    }

    @Test
    void noBodyIsAnEmptyBody() {
        Answer answer = web.send("POST /.log HTTP/1.1");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEmpty();
    }

    @Test
    void everyByteComesThrough() {
        byte[] bytes = new byte[300_000];
        new java.util.Random(7).nextBytes(bytes);

        assertThat(web.post("/.log", "", bytes).bytes()).isEqualTo(bytes);
    }

    @Test
    void aChunkedBodyIsPutTogether() {
        Answer answer = web.send(
                "POST /.log HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n3\nabc\n2\nde\n0\n\n",
                new byte[0]);

        assertThat(answer.body()).isEqualTo("abcde");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
    void gzipIsUndone(String coding) {
        byte[] text = "a line\n".repeat(50).getBytes();

        assertThat(web.post(
                                "/.log",
                                "Content-Encoding: " + coding + "\n",
                                Packed.gzip(text).getBytes())
                        .bytes())
                .isEqualTo(text);
    }

    @Test
    void zstdIsUndone() {
        byte[] text = "a line\n".repeat(50).getBytes();

        assertThat(web.post(
                                "/.log",
                                "Content-Encoding: zstd\n",
                                Packed.zstd(text).getBytes())
                        .bytes())
                .isEqualTo(text);
    }

    @Test
    void aLargePackedBodyIsUndone() {
        byte[] noise = new byte[3 << 20];
        new java.util.Random(7).nextBytes(noise);

        assertThat(web.post(
                                "/.log",
                                "Content-Encoding: gzip\n",
                                Packed.gzip(noise).getBytes())
                        .bytes())
                .isEqualTo(noise);
        assertThat(web.post(
                                "/.log",
                                "Content-Encoding: zstd\n",
                                Packed.zstd(new byte[3 << 20]).getBytes())
                        .bytes())
                .isEqualTo(new byte[3 << 20]);
    }

    @Test
    void identityIsNoEncoding() {
        assertThat(web.post("/.log", "Content-Encoding: identity\n", "as it is".getBytes())
                        .body())
                .isEqualTo("as it is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, zstd"})
    void anotherEncodingIsRefusedWithWhatIsUnderstood(String coding) {
        Answer answer = web.post("/.log", "Content-Encoding: " + coding + "\n", "x".getBytes());

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip, zstd, identity");
        assertThat(answer.body()).contains(coding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void aBrokenPackedBodyIsABadRequest(String coding) {
        Answer answer = web.post("/.log", "Content-Encoding: " + coding + "\n", "this is not packed".getBytes());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).startsWith("the body is not valid " + coding + ":");
    }

    @Test
    void aBombIsTooLarge() {
        byte[] zeros = new byte[100 << 20];

        assertThat(web.post(
                                "/.log",
                                "Content-Encoding: gzip\n",
                                Packed.gzip(zeros).getBytes())
                        .status())
                .isEqualTo(413);
        assertThat(web.post(
                                "/.log",
                                "Content-Encoding: zstd\n",
                                Packed.zstd(zeros).getBytes())
                        .status())
                .isEqualTo(413);
    }

    @Test
    void sixteenMebibytesPassAndOneByteMoreDoesNot() {
        byte[] largest = new byte[16 << 20];

        assertThat(web.post("/.log", "", largest).bytes()).hasSize(16 << 20);
        assertThat(web.post("/.log", "", new byte[(16 << 20) + 1]).status()).isEqualTo(413);
    }

    @Test
    void anAnnouncedSizeIsRefusedBeforeTheBodyIsSent() {
        Answer answer = web.send("POST /.log HTTP/1.1\nHost: localhost\nContent-Length: 999999999999\n\n", new byte[0]);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("Connection")).isEqualTo("close");
    }

    @Test
    void anUnannouncedSizeIsRefusedOnTheWayAndTheConnectionClosed() {
        try (RawClient client = new RawClient(web.port)) {
            client.send("POST /.small HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\nb\n12345678901\n");

            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.closedByNode()).isTrue();
        }
    }

    @Test
    void continueIsSaidBeforeTheBodyAndNotWhenItIsTooLarge() throws IOException {
        try (RawClient client = new RawClient(web.port)) {
            client.send("POST /.small HTTP/1.1\nHost: localhost\nContent-Length: 4\nExpect: 100-continue\n\n");
            assertThat(client.line()).contains("100 Continue");
            client.headers();
            assertThat(client.send("body").answer().body()).isEqualTo("body");
        }
        Answer refused = web.send(
                "POST /.small HTTP/1.1\nHost: localhost\nContent-Length: 11\nExpect: 100-continue\n\n", new byte[0]);
        assertThat(refused.status()).isEqualTo(413);
    }

    @Test
    void moreBodiesThanTheBudgetAllowsAreToldToComeBack() {
        byte[] most = new byte[15 << 20];
        String head = "POST /.log HTTP/1.1\nHost: localhost\nContent-Length: " + (most.length + 1) + "\n\n";
        try (RawClient one = new RawClient(web.port);
                RawClient two = new RawClient(web.port)) {
            one.send(head).send(most);
            two.send(head).send(most);
            await().until(() -> web.counted("signalbox.http.body.bytes") == 30 << 20);

            Answer answer = web.post("/.log", "", new byte[12 << 20]);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(one.send("x").answer().status()).isEqualTo(200);
            assertThat(two.send("x").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsCutOffIsForgotten() {
        try (RawClient client = new RawClient(web.port)) {
            client.send("POST /.log HTTP/1.1\nHost: localhost\nContent-Length: 100000\n\n")
                    .send(new byte[50_000]);
            await().until(() -> web.counted("signalbox.http.body.bytes") == 50_000);
        }
    }

    @Test
    void manyRequestsFollowEachOtherOnOneConnection() {
        try (RawClient client = new RawClient(web.port)) {
            for (int i = 0; i < 100; i++) {
                String body = "message " + i;
                client.send("POST /.log HTTP/1.1\nHost: localhost\nContent-Length: " + body.length() + "\n\n" + body);
                assertThat(client.answer().body()).isEqualTo(body);
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        try (RawClient client = new RawClient(web.port)) {
            Buffer burst = Buffer.buffer();
            for (int i = 0; i < 20; i++) {
                burst.appendString(
                        "POST /.log HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n" + (char) ('a' + i));
            }
            client.send(burst.getBytes());

            for (int i = 0; i < 20; i++) {
                assertThat(client.answer().body()).isEqualTo(String.valueOf((char) ('a' + i)));
            }
        }
    }
}
