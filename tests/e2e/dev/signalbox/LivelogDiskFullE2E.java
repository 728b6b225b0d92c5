package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.LogProducer.Answer;
import dev.signalbox.LogReader.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk under the logs is full: the producer is told, readers get no byte that is not kept, and room is all it takes. */
class LivelogDiskFullE2E {

    private static final int DISK_MEGABYTES = 8;
    private static final int LOG = DISK_MEGABYTES << 20;

    @TempDir
    private Path directory;

    private SmallDisk disk;
    private Livelogs logs;

    @BeforeEach
    void start() throws IOException {
        Path root = Files.createDirectory(directory.resolve("disk"));
        disk = SmallDisk.mount(root, DISK_MEGABYTES + 1);
        logs = Livelogs.started(
                Map.of("SIGNALBOX_DATA_DIR", root.resolve("data").toString()));
    }

    @AfterEach
    void end() throws IOException {
        logs.close();
        disk.close();
    }

    @Test
    void aLogThatDoesNotFitIsBrokenOffAndGoesOnOnceThereIsRoom() {
        byte[] log = new byte[LOG];
        new Random(9).nextBytes(log);
        int kept;
        try (LogProducer producer = logs.live("full");
                LogReader reader = logs.get("full").follow()) {
            producer.write(Arrays.copyOf(log, LOG / 2));
            reader.awaitBytes(LOG / 2);

            disk.fill();
            Answer answer =
                    producer.write(Arrays.copyOfRange(log, LOG / 2, LOG)).answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.head().header("retry-after")).containsOnlyDigits();
            assertThat(answer.text()).contains("cannot be written");
            assertThat(reader.end()).isEqualTo(End.CUT);
            logs.awaitState("full", "broken");
            kept = (int) logs.bytes("full");
            assertThat(kept).isBetween(LOG / 2, LOG - 1);
            assertThat(reader.bytes()).isEqualTo(Arrays.copyOf(log, kept));
        }
        try (LogReader served = logs.get("full")) {
            assertThat(served.bytes()).isEqualTo(Arrays.copyOf(log, kept));
        }

        free();
        try (LogProducer producer = logs.put("full", "Content-Range: bytes " + kept + "-*/*")) {
            producer.write(Arrays.copyOfRange(log, kept, LOG));
            assertThat(producer.end().status()).isEqualTo(201);
        }
        try (LogReader whole = logs.get("full")) {
            assertThat(whole.bytes()).isEqualTo(log);
        }
    }

    /** The producer has nothing more to say for now, and is told all the same. */
    @Test
    void aProducerThatWaitsIsToldToo() {
        try (LogProducer producer = logs.live("waits");
                LogReader reader = logs.get("waits").follow()) {
            disk.fill();

            Answer answer = producer.write(new byte[1 << 16]).answer();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(reader.end()).isEqualTo(End.CUT);
        }
    }

    private void free() {
        try {
            disk.free();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
