package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node ends when asked to, with all it accepted in the database. An exit code of 0 says that it took less than ten
 * seconds: a node that would take longer gives up and reports a failure.
 */
class StopE2E {

    private static final int EVENTS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @RegisterExtension
    final Nodes nodes = new Nodes();

    private final Http http = new Http();

    @AfterEach
    void end() {
        http.close();
    }

    @Test
    void stoppedUnderLoadItKeepsAllThatItAcknowledged() throws IOException {
        NodeProcess node = nodes.start(directory);
        for (String signal : new String[] {"TERM", "INT"}) {
            try (Load load = Load.on(http, node).awaitAcknowledged(EVENTS)) {
                node.signal(signal);

                assertThat(node.awaitExit()).as(node.tail()).isZero();
                assertThat(node.postmaster().runs()).isFalse();
                load.stop();
                node.restartOnSamePort();
                Load.assertStored(load.acknowledged(), http.events(node));
            }
        }
    }

    @Test
    void whatIsUnderWayIsFinishedAndWhatNeverEndsIsEnded() throws IOException {
        NodeProcess node = nodes.start(directory);
        byte[] message = "half a message, and the other half".getBytes(StandardCharsets.UTF_8);
        try (RawHttp request = RawHttp.to(node);
                SseClient stream = http.stream(node.uri("/api/events/stream"))) {
            request.head("POST /.log?origin=late", message.length);
            request.send(Arrays.copyOf(message, 10));
            http.log(node, "early", "so that the node has seen what came before");

            node.signal("TERM");
            await().atMost(PATIENCE).until(() -> Files.readString(node.log()).contains(" stopping"));
            request.send(Arrays.copyOfRange(message, 10, message.length));

            assertThat(request.answer().status()).isEqualTo(200);
            assertThat(node.awaitExit()).as(node.tail()).isZero();
            await().atMost(PATIENCE).until(stream::ended);
        }
        node.restart();
        assertThat(http.events(node))
                .extracting(event -> event.getString("origin"))
                .containsExactly("late", "early");
    }

    @Test
    void aSecondNodeOnTheSameDataIsTurnedAway() throws IOException {
        NodeProcess first = nodes.start(directory);

        Command.Ended second = Command.run(
                directory, Map.of("SIGNALBOX_DATA_DIR", first.dataDir().toString(), "SIGNALBOX_HTTP_PORT", "0"));

        assertThat(second.code()).isNotZero();
        assertThat(second.out()).isEmpty();
        assertThat(second.err())
                .contains("another node (process " + first.pid() + ") already uses the data directory")
                .doesNotContain("\tat ");
        http.log(first, "first", "still here");
    }
}
