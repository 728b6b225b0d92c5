package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.signalbox.db.ExternalPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is away while clients write: they are answered, nothing they were promised is lost, and the node recovers. */
class DatabaseStoppedE2E {

    private static final int EVENTS = 200;
    private static final Duration OUTAGE = Duration.ofSeconds(10);
    private static final Duration PROMPT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @RegisterExtension
    final Nodes nodes = new Nodes();

    private final Http http = new Http();
    private NodeProcess node;

    @AfterEach
    void end() {
        http.close();
    }

    @Test
    void aFrozenDatabaseIsWaitedForOutsideOfTheNode() throws IOException {
        node = nodes.start(directory);
        Postmaster postmaster = node.postmaster();

        try (Load load = Load.on(http, node).awaitAcknowledged(EVENTS)) {
            postmaster.freeze();
            awaitOutage();
            assertNobodyWaits();

            postmaster.thaw();
            assertRecovered(load);
        }
    }

    @Test
    void aStoppedExternalDatabaseIsFoundAgain() throws IOException {
        try (ExternalPostgres postgres = new ExternalPostgres(directory.resolve("postgres"))) {
            node = nodes.start(directory.resolve("node"), Map.of("SIGNALBOX_DATABASE_URL", postgres.url()));

            try (Load load = Load.on(http, node).awaitAcknowledged(EVENTS)) {
                postgres.stop();
                load.awaitRefusals(1);
                awaitOutage();
                assertPageIsReadable();

                postgres.start();
                assertRecovered(load);
            }
        }
    }

    @Test
    void aKilledEmbeddedDatabaseIsStartedAgain() throws IOException {
        node = nodes.start(directory);
        Postmaster postmaster = node.postmaster();
        long first = postmaster.pid();
        try (Load load = Load.on(http, node).awaitAcknowledged(EVENTS)) {
            postmaster.kill9();
            await().atMost(PATIENCE).until(() -> postmaster.runs() && postmaster.pid() != first);
            assertRecovered(load);
        }
        assertThat(Files.readAllLines(node.log()))
                .anyMatch(line -> line.contains("WARN  WriterNumber") && line.contains("why="))
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.*"));
    }

    private void awaitOutage() {
        awaitReadiness(503);
        await().during(OUTAGE).atMost(PATIENCE).until(() -> readiness() == 503);
    }

    private void assertRecovered(Load load) throws IOException {
        awaitReadiness(200);
        load.awaitAcknowledged(EVENTS).stop().assertAnswered();
        Load.assertStored(load.acknowledged(), http.events(node));
        assertThat(http.get(node.uri("/")).statusCode()).isEqualTo(200);
    }

    /** All that comes while the database hangs is refused soon, and not only when a call within the node is given up. */
    private void assertNobodyWaits() throws IOException {
        // One check-in is under way for as long as it hangs; those behind it need not wait for that.
        Thread.ofVirtual()
                .start(() -> assertThatCode(() -> http.post(node.uri("/.monitor?origin=first"), ""))
                        .doesNotThrowAnyException());
        for (String path : List.of("/.log?origin=o", "/api/events", "/.monitor?origin=o")) {
            long asked = System.nanoTime();
            HttpResponse<String> answer = http.post(node.uri(path), "{\"origin\":\"o\",\"message\":\"m\"}");

            assertThat(answer.statusCode()).as(path).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).as(path).isLessThan(PROMPT);
        }
    }

    private void assertPageIsReadable() throws IOException {
        HttpResponse<String> page = http.page(node.uri("/"));
        assertThat(page.statusCode()).isEqualTo(503);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("Retry-After")).isPresent();
        assertThat(page.body()).contains("<h1").doesNotContain("Exception").doesNotContain("\tat ");
    }

    private void awaitReadiness(int status) {
        await().atMost(PATIENCE).until(() -> readiness() == status);
    }

    private int readiness() throws IOException {
        return http.get(node.uri("/readyz")).statusCode();
    }
}
