package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.db.ExternalPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes write to one database side by side, and neither needs the other. */
class TwoNodesE2E {

    private static final int EVENTS = 400;

    @TempDir
    private Path directory;

    @RegisterExtension
    final Nodes nodes = new Nodes();

    private final Http http = new Http();
    private final Map<String, String> acknowledged = new HashMap<>();
    private ExternalPostgres postgres;
    private NodeProcess one;
    private NodeProcess other;

    /** Both at once, on a database without a table: one makes them, and the other waits. */
    @BeforeEach
    void start() throws IOException {
        postgres = new ExternalPostgres(directory.resolve("postgres"));
        CompletableFuture<NodeProcess> first = CompletableFuture.supplyAsync(() -> node("one"));
        CompletableFuture<NodeProcess> second = CompletableFuture.supplyAsync(() -> node("other"));
        one = first.join();
        other = second.join();
    }

    @AfterEach
    void end() {
        http.close();
        postgres.close();
    }

    @Test
    void bothShowAllAndOneGoesOnWithoutTheOther() throws IOException {
        write(one, other);
        assertBothShowAll();

        try (Load load = Load.on(http, one).awaitAcknowledged(EVENTS)) {
            other.kill9();
            load.awaitAcknowledged(EVENTS).stop().assertAnswered();
            acknowledged.putAll(load.acknowledged());
        }

        other.restart();
        write(one, other);
        assertBothShowAll();
    }

    private NodeProcess node(String name) {
        return nodes.start(directory.resolve(name), Map.of("SIGNALBOX_DATABASE_URL", postgres.url()));
    }

    private void write(NodeProcess... targets) {
        try (Load load = Load.on(http, targets).awaitAcknowledged(EVENTS)) {
            load.stop().assertAnswered();
            acknowledged.putAll(load.acknowledged());
        }
    }

    private void assertBothShowAll() throws IOException {
        List<String> ids = http.ids(one);
        assertThat(ids).doesNotHaveDuplicates().isEqualTo(http.ids(other));
        Load.assertStored(acknowledged, http.events(one));
        for (NodeProcess node : List.of(one, other)) {
            HttpResponse<String> page = http.page(node.uri("/"));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(ids.subList(0, 50))
                    .allSatisfy(id -> assertThat(page.body()).contains("id=\"e" + id + "\""));
        }
    }
}
