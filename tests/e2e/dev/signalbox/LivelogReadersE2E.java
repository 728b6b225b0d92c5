package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.LogReader.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readers of every pace: none holds back the producer or another, none is dropped, none leaves anything behind. */
class LivelogReadersE2E {

    private static final int LOG = 8 << 20;
    private static final int STALLED = 32;
    private static final int LEAVING = 60;

    /** Less than half of what those who do not read would cost if anybody kept it for them. */
    private static final long MEMORY = 100L << 20;

    @RegisterExtension
    static final Livelogs LOGS = Livelogs.shared();

    @Test
    void whoDoesNotReadHoldsNobodyBackAndMissesNothing() {
        byte[] log = random(LOG);
        LOGS.done("warm-up", log);
        try (LogProducer producer = LOGS.live("slow-readers");
                LogReader quick = LOGS.get("slow-readers").follow()) {
            long before = LOGS.node().residentBytes();
            List<LogReader> stalled = Stream.generate(() -> LOGS.stalled("slow-readers"))
                    .limit(STALLED)
                    .toList();
            stalled.forEach(LogReader::head);
            try (LogReader slow = LOGS.stalled("slow-readers")) {
                for (int at = 0; at < LOG; at += 1 << 20) {
                    producer.write(Arrays.copyOfRange(log, at, at + (1 << 20)));
                    slow.readOne();
                }
                assertThat(producer.end().status()).isEqualTo(201);
                assertThat(quick.bytes()).isEqualTo(log);
                assertThat(LOGS.node().residentBytes() - before).isLessThan(MEMORY);
                assertThat(LOGS.metric("signalbox_livelog_readers")).isGreaterThan(STALLED);
                assertThat(LOGS.metric("signalbox_livelog_reader_lag_max_bytes"))
                        .isPositive();
            }

            for (LogReader reader : stalled) {
                assertThat(reader.bytes()).isEqualTo(log);
                assertThat(reader.end()).isEqualTo(End.WHOLE);
                reader.close();
            }
        }
        assertNothingIsLeft();
    }

    @Test
    void whoLeavesLeavesNothingBehind() throws IOException {
        byte[] log = random(2 << 20);
        Random random = new Random(5);
        try (LogProducer producer = LOGS.live("left");
                LogReader stays = LOGS.get("left").follow()) {
            producer.write(log);
            for (int i = 0; i < LEAVING; i++) {
                Wire wire = Wire.to(LOGS.getPort(), 4_096).request("GET " + Livelogs.path("left") + " HTTP/1.1");
                if (i % 3 > 0) {
                    wire.head();
                    wire.in().readNBytes(random.nextInt(5_000));
                }
                if (i % 2 == 0) {
                    wire.reset();
                } else {
                    wire.close();
                }
            }
            await().atMost(Livelogs.PATIENCE).until(() -> LOGS.metric("signalbox_livelog_readers") == 1);

            producer.end();
            assertThat(stays.bytes()).isEqualTo(log);
        }
        assertNothingIsLeft();
    }

    @Test
    void whoComesWhileMuchIsThereAlreadyMissesNothing() {
        byte[] log = random(LOG);
        List<LogReader> readers = new ArrayList<>();
        try (LogProducer producer = LOGS.live("late-readers")) {
            for (int at = 0; at < LOG; at += 1 << 20) {
                producer.write(Arrays.copyOfRange(log, at, at + (1 << 20)));
                readers.add(LOGS.get("late-readers").follow());
            }
            producer.end();

            for (LogReader reader : readers) {
                assertThat(reader.bytes()).isEqualTo(log);
                reader.close();
            }
        }
        assertNothingIsLeft();
    }

    private static void assertNothingIsLeft() {
        await().atMost(Livelogs.PATIENCE).until(() -> LOGS.metric("signalbox_livelog_readers") == 0);
        assertThat(LOGS.metric("signalbox_livelog_reader_lag_max_bytes")).isZero();
        await().atMost(Livelogs.PATIENCE)
                .untilAsserted(() -> assertThat(openLogs()).isEmpty());
    }

    /** The files of logs that the node has open. */
    private static List<Path> openLogs() throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> links =
                Files.list(Path.of("/proc", Long.toString(LOGS.node().pid()), "fd"))) {
            for (Path link : links.toList()) {
                if (Files.isSymbolicLink(link)) {
                    Path file = Files.readSymbolicLink(link);
                    if (file.toString().contains("/livelog/")) {
                        open.add(file);
                    }
                }
            }
        }
        return open;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(3).nextBytes(bytes);
        return bytes;
    }
}
