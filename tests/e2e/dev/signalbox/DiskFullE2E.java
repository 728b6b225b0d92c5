package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The disk under the database is full: clients are told to come back, people can read why, and room is all it takes. */
class DiskFullE2E {

    private static final int DISK_MEGABYTES = 320;
    private static final int EVENTS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    @RegisterExtension
    final Nodes nodes = new Nodes();

    private final Http http = new Http();
    private SmallDisk disk;
    private NodeProcess node;

    @BeforeEach
    void start() throws IOException {
        Path root = Files.createDirectory(directory.resolve("disk"));
        disk = SmallDisk.mount(root, DISK_MEGABYTES);
        node = nodes.start(
                directory, Map.of("SIGNALBOX_DATA_DIR", root.resolve("data").toString()));
    }

    @AfterEach
    void end() throws IOException {
        http.close();
        // The node first: its database is found by files on the disk.
        node.close();
        disk.close();
    }

    @Test
    void aFullDiskIsToldAndRoomIsAllThatIsNeeded() throws IOException {
        long pid = node.pid();
        try (Load load = Load.on(http, incompressible(), node).awaitAcknowledged(EVENTS)) {
            disk.fill();
            load.awaitRefusals(20);
            assertReadable(http.page(node.uri("/")));

            disk.free();
            await().atMost(PATIENCE).until(() -> http.get(node.uri("/readyz")).statusCode() == 200);
            load.awaitAcknowledged(EVENTS).stop().assertAnswered();

            Load.assertStored(load.acknowledged(), http.events(node));
            assertThat(node.pid()).isEqualTo(pid);
        }
    }

    /** Events may still be read where only writing fails; else the page says why there are none. */
    private static void assertReadable(HttpResponse<String> page) {
        assertThat(page.statusCode()).isIn(200, 503);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body()).contains("</html>").doesNotContain("Exception");
    }

    /** Text that fills a disk by its full length. */
    private static String incompressible() {
        byte[] bytes = new byte[6_000];
        new Random(1).nextBytes(bytes);
        return " " + Base64.getEncoder().encodeToString(bytes);
    }
}
