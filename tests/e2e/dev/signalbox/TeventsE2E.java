package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Scripts written for tevents work unchanged, sent by the program that they use. */
class TeventsE2E {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @RegisterExtension
    final Nodes nodes = new Nodes();

    private final Http http = new Http();
    private NodeProcess node;

    @BeforeEach
    void start() {
        node = nodes.start(directory);
    }

    @AfterEach
    void end() {
        http.close();
    }

    @Test
    void theTwoCurlLinesReachStreamAndPages() throws IOException, InterruptedException {
        try (SseClient stream = http.stream(node.uri("/.sse"))) {
            assertThat(curl("-d", "started cleanup", local("/.log?origin=worknode")))
                    .endsWith("\r\n\r\n")
                    .startsWith("HTTP/1.1 200");
            assertThat(curl("-X", "POST", local("/.monitor?origin=backup-of-worknode")))
                    .endsWith("\r\n\r\n")
                    .startsWith("HTTP/1.1 200");

            await().atMost(PATIENCE)
                    .until(() -> stream.messages().stream()
                            .anyMatch(row -> row.data().contains("started cleanup")
                                    && row.data().contains("worknode")));
        }
        assertThat(http.page(node.uri("/")).body()).contains("data-id", "started cleanup", "worknode");
        assertThat(http.page(node.uri("/monitors")).body()).contains("backup-of-worknode");

        assertThat(curl("-X", "POST", local("/.clear")))
                .startsWith("HTTP/1.1 303")
                .containsIgnoringCase("location: /\r\n");

        assertThat(http.events(node)).isEmpty();
        assertThat(http.page(node.uri("/")).body()).doesNotContain("data-id");
        assertThat(http.page(node.uri("/monitors")).body()).doesNotContain("backup-of-worknode");
    }

    @Test
    void aSilentStreamHasHeadersAtOnceAndThenAPulse() throws IOException {
        try (SseClient stream = http.stream(node.uri("/.sse"))) {
            assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            assertThat(stream.headers().firstValue("Cache-Control").orElse("")).contains("no-cache");
            int atStart = stream.comments();

            await().atMost(PATIENCE).until(() -> stream.comments() > atStart + 2);

            assertThat(stream.messages()).isEmpty();
        }
    }

    private String local(String path) {
        return "localhost:" + node.uri().getPort() + path;
    }

    /** What curl prints: the head of the answer, and its body. */
    private String curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-i", "-m", "60"));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("curl.out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> command.toString()).isZero();
        return Files.readString(out);
    }
}
