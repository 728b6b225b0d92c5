package dev.signalbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.Receiver.Webhook;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A node that is asked to end while a target takes its time does not keep from it what it could not finish. */
class TriggersStoppedE2E {

    /** What a node has taken and not let go of, another may take only after that. */
    private static final String TIMEOUT = "60s";

    /** From the start of the next node: far less than that, and more than a busy machine needs. */
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Nodes NODES = new Nodes();

    private static final Http HTTP = new Http();
    private static NodeProcess node;
    private static Hooks hooks;

    private final Receiver slow = Receiver.with(Receiver::hang);
    private final Receiver stalled = Receiver.stalled();

    @BeforeAll
    static void start() {
        node = NODES.start(directory, Hooks.settings(Map.of("SIGNALBOX_TRIGGERS_TIMEOUT", TIMEOUT)));
        hooks = new Hooks(HTTP, node);
    }

    @AfterAll
    static void end() {
        HTTP.close();
    }

    @AfterEach
    void close() {
        slow.close();
        stalled.close();
    }

    @Test
    void whatIsCutOffComesAgainAtOnceAndTheLogTellsWhy() throws IOException {
        String toSlow = hooks.make("slow", slow);
        String toStalled = hooks.make("stalled", stalled);
        hooks.log("slow", 1);
        hooks.log("stalled", 1);
        await().atMost(Hooks.PATIENCE).until(() -> slow.received().size() == 1);
        await().atMost(Hooks.PATIENCE)
                .until(() -> hooks.deliveries(toStalled, "").size() == 1);

        assertThat(node.terminate()).as(node.tail()).isZero();
        slow.manner(Receiver.ACCEPT);
        stalled.reopen();
        node.restart();

        await().atMost(SOON).until(() -> slow.count() == 1 && stalled.count() == 1);
        Hooks.assertRepeatedAlike(slow.received());
        JsonObject cutOff = hooks.tried(toSlow, 2);
        assertThat(attempts(cutOff))
                .extracting(attempt -> attempt.getInteger("status_code"))
                .containsExactly(0, 204);
        assertThat(attempts(cutOff).getFirst().getString("error")).isEqualTo("cut off: the node ended");
        assertThat(hooks.tried(toStalled, 1).getString("state")).isEqualTo("done");
        assertThat(attempts(hooks.tried(toStalled, 1))).hasSize(1);
        assertThat(stalled.received()).extracting(Webhook::id).hasSize(1);
    }

    /** The node has ten seconds to end, and reports a failure when that is not enough. */
    @Test
    void thereIsTimeForItAfterWaitingForClients() throws IOException {
        hooks.make("both", slow);
        hooks.log("both", 1);
        await().atMost(Hooks.PATIENCE).until(() -> slow.received().size() == 1);

        try (RawHttp client = RawHttp.to(node)) {
            client.head("POST /.log?origin=never", 10).send("half".getBytes(UTF_8));
            assertThat(node.terminate()).as(node.tail()).isZero();
        }
        slow.manner(Receiver.ACCEPT);
        node.restart();

        await().atMost(SOON).until(() -> slow.count() == 1);
    }

    private static List<JsonObject> attempts(JsonObject delivery) {
        return delivery.getJsonArray("attempt_log").stream()
                .map(JsonObject.class::cast)
                .toList();
    }
}
