package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.LogReader.End;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readers' port with a certificate: the same logs over TLS, by HTTP/1.1 and HTTP/2. */
class LivelogTlsE2E {

    private static final int LOG = 12 << 20;

    @TempDir
    private static Path directory;

    private static Certificate certificate;
    private static Livelogs logs;
    private static HttpClient client;

    @BeforeAll
    static void start() throws IOException {
        certificate = Certificate.make(directory);
        logs = Livelogs.started(Map.of(
                "SERVER_CRT_FILE", certificate.certificate().toString(),
                "SERVER_KEY_FILE", certificate.key().toString()));
        client = HttpClient.newBuilder().sslContext(certificate.trusting()).build();
    }

    @AfterAll
    static void end() {
        client.shutdownNow();
        logs.close();
    }

    @Test
    void aLongLogArrivesWholeByHttp2WhileItGrowsAndAfterwards() throws IOException, InterruptedException {
        byte[] log = random();
        try (LogProducer producer = logs.live("long")) {
            producer.write(Arrays.copyOf(log, LOG / 2));
            HttpResponse<InputStream> live = client.send(request("long"), BodyHandlers.ofInputStream());
            assertThat(live.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(live.statusCode()).isEqualTo(200);
            assertThat(live.body().readNBytes(1_000)).isEqualTo(Arrays.copyOf(log, 1_000));

            producer.write(Arrays.copyOfRange(log, LOG / 2, LOG));
            assertThat(producer.end().status()).isEqualTo(201);
            assertThat(live.body().readAllBytes()).isEqualTo(Arrays.copyOfRange(log, 1_000, LOG));
        }
        HttpResponse<byte[]> kept = client.send(request("long"), BodyHandlers.ofByteArray());
        assertThat(kept.body()).isEqualTo(log);
        assertThat(kept.headers().firstValueAsLong("content-length")).hasValue(LOG);
        HttpResponse<byte[]> part =
                client.send(request("long", "Range", "bytes=5000000-5999999"), BodyHandlers.ofByteArray());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(log, 5_000_000, 6_000_000));
    }

    @Test
    void theSameGoesForHttp1() throws IOException {
        byte[] log = random();
        try (LogProducer producer = logs.live("old");
                LogReader live = encrypted("old").follow()) {
            producer.write(log);
            producer.end();

            assertThat(live.bytes()).isEqualTo(log);
            assertThat(live.end()).isEqualTo(End.WHOLE);
        }
        try (LogReader part = encrypted("old", "Range: bytes=-1000000")) {
            assertThat(part.bytes()).isEqualTo(Arrays.copyOfRange(log, LOG - 1_000_000, LOG));
        }
    }

    @Test
    void aBrokenLogEndsNoStreamAsIfItWereWhole() throws IOException, InterruptedException {
        try (LogProducer producer = logs.live("broken");
                LogReader old = encrypted("broken").follow()) {
            producer.write("half");
            HttpResponse<InputStream> live = client.send(request("broken"), BodyHandlers.ofInputStream());
            assertThat(live.body().readNBytes(4)).isEqualTo("half".getBytes(StandardCharsets.US_ASCII));
            old.awaitBytes(4);

            producer.reset();

            assertThat(old.end()).isEqualTo(End.CUT);
            assertThat(endsWhole(live.body())).isFalse();
        }
    }

    /** Not every client tells a stream that was reset without an error from one that has ended. */
    @Test
    void curlTellsABrokenLogFromAWholeOneByHttp2() throws IOException, InterruptedException {
        for (boolean whole : new boolean[] {true, false}) {
            try (LogProducer producer = logs.live("curled")) {
                producer.write("half");
                Process curl = new ProcessBuilder(
                                "curl",
                                "-sSkN",
                                "--http2",
                                "-m",
                                "60",
                                "https://127.0.0.1:" + logs.getPort() + Livelogs.path("curled"))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
                assertThat(curl.getInputStream().readNBytes(4)).isEqualTo("half".getBytes(StandardCharsets.US_ASCII));

                if (whole) {
                    producer.end();
                } else {
                    producer.reset();
                }

                assertThat(curl.waitFor() == 0).isEqualTo(whole);
            }
        }
    }

    @Test
    void whoLeavesLeavesNothingBehind() throws IOException, InterruptedException {
        try (LogProducer producer = logs.live("left")) {
            producer.write(random());
            for (int i = 0; i < 10; i++) {
                HttpResponse<InputStream> live = client.send(request("left"), BodyHandlers.ofInputStream());
                live.body().readNBytes(i * 1_000);
                live.body().close();
                encrypted("left").follow().close();
            }
            await().atMost(Livelogs.PATIENCE).until(() -> logs.metric("signalbox_livelog_readers") == 0);
            producer.end();
        }
    }

    @Test
    void aCertificateThatCannotBeUsedIsNamedAtTheStart() throws IOException {
        Path garbage = Files.writeString(directory.resolve("garbage.key"), "no key at all\n");
        Path none = directory.resolve("none.key");
        Certificate other = Certificate.make(Files.createDirectory(directory.resolve("other")));

        Command.Ended missing = start(certificate.certificate(), none);
        assertThat(missing.code()).isNotZero();
        assertThat(missing.err()).contains("livelog.tls-key").contains("none.key");
        Command.Ended bad = start(certificate.certificate(), garbage);
        assertThat(bad.code()).isNotZero();
        assertThat(bad.err()).contains("livelog.tls-key").contains("garbage.key");
        Command.Ended swapped = start(certificate.key(), certificate.certificate());
        assertThat(swapped.code()).isNotZero();
        assertThat(swapped.err()).contains("livelog.tls-cert");
        Command.Ended foreign = start(certificate.certificate(), other.key());
        assertThat(foreign.code()).isNotZero();
        assertThat(foreign.err()).contains("the key is not that of the certificate");
        Command.Ended half = start(certificate.certificate(), Path.of(""));
        assertThat(half.code()).isEqualTo(64);
        assertThat(half.err()).startsWith("livelog.tls-key: is empty");
    }

    private static Command.Ended start(Path crt, Path key) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "SIGNALBOX_DATA_DIR", directory.resolve("data").toString(),
                "SIGNALBOX_DATABASE_URL", logs.databaseUrl(),
                "SIGNALBOX_HTTP_PORT", "0",
                "LIVELOG_PUT_PORT", "0",
                "LIVELOG_GET_PORT", "0"));
        settings.put("SERVER_CRT_FILE", crt.toString());
        settings.put("SERVER_KEY_FILE", key.toString());
        Command.Ended ended = Command.run(directory, settings);
        assertThat(ended.out()).isEmpty();
        return ended;
    }

    private static LogReader encrypted(String stream, String... headers) throws IOException {
        Wire wire = new Wire(certificate.trusting().getSocketFactory().createSocket("127.0.0.1", logs.getPort()));
        return new LogReader(wire.request("GET " + Livelogs.path(stream) + " HTTP/1.1", headers));
    }

    private static HttpRequest request(String stream, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + logs.getPort() + Livelogs.path(stream)));
        return (headers.length == 0 ? request : request.headers(headers)).build();
    }

    private static boolean endsWhole(InputStream body) {
        try {
            body.readAllBytes();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static byte[] random() {
        byte[] bytes = new byte[LOG];
        new Random(4).nextBytes(bytes);
        return bytes;
    }
}
