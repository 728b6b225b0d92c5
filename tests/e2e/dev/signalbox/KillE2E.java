package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The first promise: a success answer means durable, whatever is killed right after it. */
class KillE2E {

    private static final int EVENTS = 400;

    @TempDir
    private Path directory;

    @RegisterExtension
    final Nodes nodes = new Nodes();

    private final Http http = new Http();
    private final Map<String, String> acknowledged = new HashMap<>();
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
    void whatWasAcknowledgedOutlivesEveryKill() throws IOException {
        killUnderLoad();
        assertThat(node.postmaster().runs()).as("the old PostgreSQL").isTrue();
        restart();

        killUnderLoad();
        node.postmaster().kill9();
        restart();

        killDatabaseFirst();
        restart();

        assertThat(node.terminate()).isZero();
        restart();
    }

    private void restart() throws IOException {
        node.restart();
        Load.assertStored(acknowledged, http.events(node));
    }

    private void killUnderLoad() {
        try (Load load = Load.on(http, node).awaitAcknowledged(EVENTS)) {
            node.kill9();
            collect(load);
        }
    }

    private void killDatabaseFirst() {
        try (Load load = Load.on(http, node).awaitAcknowledged(EVENTS)) {
            node.postmaster().kill9();
            node.kill9();
            collect(load);
        }
    }

    private void collect(Load load) {
        acknowledged.putAll(load.stop().acknowledged());
    }
}
