package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.LogReader.End;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of a log, finished or growing: exactly the bytes asked for. */
class LivelogRangesE2E {

    private static final String TEN = "0123456789";

    @RegisterExtension
    static final Livelogs LOGS = Livelogs.shared();

    @TempDir
    private Path directory;

    @BeforeAll
    static void keepOne() {
        LOGS.done("ten", TEN.getBytes(StandardCharsets.UTF_8));
        LOGS.done("nothing", new byte[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, bytes 0-0/10",
        "bytes=2-4, 234, bytes 2-4/10",
        "bytes=7-, 789, bytes 7-9/10",
        "bytes=-3, 789, bytes 7-9/10",
        "bytes=-99, 0123456789, bytes 0-9/10",
        "bytes=8-1000000000000000000000, 89, bytes 8-9/10",
        "Bytes = 1-2, 12, bytes 1-2/10"
    })
    void aPartOfAFinishedLogIsThatPart(String range, String body, String contentRange) {
        try (LogReader reader = LOGS.get("ten", "Range: " + range)) {
            assertThat(reader.status()).isEqualTo(206);
            assertThat(reader.text()).isEqualTo(body);
            assertThat(reader.head().header("content-range")).isEqualTo(contentRange);
            assertThat(reader.head().header("content-length")).isEqualTo(Integer.toString(body.length()));
        }
        try (LogReader head = LOGS.request("HEAD " + Livelogs.path("ten") + " HTTP/1.1", "Range: " + range)) {
            assertThat(head.status()).isEqualTo(206);
            assertThat(head.head().header("content-length")).isEqualTo(Integer.toString(body.length()));
        }
    }

    @ParameterizedTest
    @CsvSource({"ten, bytes=10-", "ten, bytes=99-100", "ten, bytes=-0", "nothing, bytes=0-", "nothing, bytes=-1"})
    void aPartThatIsNotThereIsRefusedWithTheLength(String stream, String range) {
        try (LogReader reader = LOGS.get(stream, "Range: " + range)) {
            assertThat(reader.status()).isEqualTo(416);
            assertThat(reader.head().header("content-range")).isEqualTo("bytes */" + (stream.equals("ten") ? 10 : 0));
            assertThat(reader.end()).isEqualTo(End.WHOLE);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"bytes=0-1,4-5", "lines=1-2", "bytes=5-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-2x"})
    void whatIsNoSingleRangeOfBytesGetsTheWhole(String range) {
        try (LogReader reader = LOGS.get("ten", "Range: " + range)) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.text()).isEqualTo(TEN);
        }
    }

    @Test
    void aClientKnowsAFinishedLogByItsTag() {
        String tag;
        try (LogReader reader = LOGS.get("ten")) {
            tag = reader.head().header("etag");
            assertThat(tag).startsWith("\"").endsWith("\"");
        }

        assertThat(status("If-None-Match: " + tag)).isEqualTo(304);
        assertThat(status("If-None-Match: \"other\", W/" + tag)).isEqualTo(304);
        assertThat(status("If-None-Match: \"other\"")).isEqualTo(200);
        assertThat(status("If-Match: \"other\"")).isEqualTo(412);
        assertThat(status("If-Match: " + tag)).isEqualTo(200);
        assertThat(status("If-Range: " + tag, "Range: bytes=1-2")).isEqualTo(206);
        assertThat(status("If-Range: \"other\"", "Range: bytes=1-2")).isEqualTo(200);
        assertThat(status("If-Range: Fri, 20 Nov 2026 08:00:00 GMT", "Range: bytes=1-2"))
                .isEqualTo(200);
    }

    @Test
    void anEncodingOfTheProducerIsToldAndNotUndone() {
        try (LogProducer producer = LOGS.live("packed", "Content-Encoding: gzip")) {
            producer.write("not really gzip").end();
        }

        try (LogReader any = LOGS.get("packed");
                LogReader gzip = LOGS.get("packed", "Accept-Encoding: br;q=0.1, gzip");
                LogReader none = LOGS.get("packed", "Accept-Encoding: identity")) {
            assertThat(any.head().header("content-encoding")).isEqualTo("gzip");
            assertThat(any.text()).isEqualTo("not really gzip");
            assertThat(gzip.status()).isEqualTo(200);
            assertThat(gzip.head().header("vary")).isEqualToIgnoringCase("accept-encoding");
            assertThat(none.status()).isEqualTo(406);
            assertThat(none.head().headers()).doesNotContainKey("content-encoding");
            assertThat(none.end()).isEqualTo(End.WHOLE);
        }
    }

    /** RFC 8673: a range whose end lies ahead is answered as its bytes come. */
    @Test
    void ofAGrowingLogAlsoWhatIsStillToComeCanBeAskedFor() {
        try (LogProducer producer = LOGS.live("growing");
                LogReader whole = LOGS.get("growing").follow()) {
            producer.write(TEN);
            whole.awaitBytes(10);

            try (LogReader so = LOGS.get("growing", "Range: bytes=8-");
                    LogReader last = LOGS.get("growing", "Range: bytes=-2");
                    LogReader some = LOGS.get("growing", "Range: bytes=8-11").follow();
                    LogReader all = LOGS.get("growing", "Range: bytes=5-9007199254740991")
                            .follow();
                    LogReader next = LOGS.get("growing", "Range: bytes=10-9007199254740991")
                            .follow();
                    LogReader beyond = LOGS.get("growing", "Range: bytes=11-")) {
                assertThat(so.text()).isEqualTo("89");
                assertThat(so.head().header("content-range")).isEqualTo("bytes 8-9/*");
                assertThat(last.text()).isEqualTo("89");
                assertThat(beyond.status()).isEqualTo(416);
                assertThat(some.head().header("content-range")).isEqualTo("bytes 8-11/*");
                assertThat(all.head().header("content-range")).isEqualTo("bytes 5-9007199254740991/*");
                assertThat(next.status()).isEqualTo(206);

                producer.write("abcdef");
                assertThat(some.text()).isEqualTo("89ab");
                producer.end();
                assertThat(all.text()).isEqualTo("56789abcdef");
                assertThat(next.text()).isEqualTo("abcdef");
                assertThat(next.end()).isEqualTo(End.WHOLE);
            }
        }
    }

    @Test
    void curlGetsExactlyTheBytesItAsksForAtAnyMoment() throws IOException, InterruptedException {
        byte[] log = new byte[8 << 20];
        Random random = new Random(11);
        random.nextBytes(log);
        try (LogProducer producer = LOGS.live("any-moment");
                LogReader reader = LOGS.get("any-moment").follow()) {
            int sent = 0;
            while (sent < log.length) {
                int to = Math.min(log.length, sent + (1 << 20));
                producer.write(Arrays.copyOfRange(log, sent, to));
                sent = to;
                reader.awaitBytes(sent / 2);
                int known = sent / 2;
                int first = random.nextInt(known);
                int last = first + random.nextInt(known - first);
                assertThat(curl(first + "-" + last)).isEqualTo(Arrays.copyOfRange(log, first, last + 1));
            }
            producer.end();
            assertThat(reader.bytes()).isEqualTo(log);
        }
        assertThat(curl("-1000")).isEqualTo(Arrays.copyOfRange(log, log.length - 1000, log.length));
    }

    private byte[] curl(String range) throws IOException, InterruptedException {
        Path out = directory.resolve("curl.out");
        String address = "http://127.0.0.1:" + LOGS.getPort() + Livelogs.path("any-moment");
        Process process = new ProcessBuilder("curl", "-sS", "-f", "-m", "60", "-r", range, address)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor()).as("curl -r " + range).isZero();
        return Files.readAllBytes(out);
    }

    private static int status(String... headers) {
        try (LogReader reader = LOGS.get("ten", headers)) {
            return reader.status();
        }
    }
}
