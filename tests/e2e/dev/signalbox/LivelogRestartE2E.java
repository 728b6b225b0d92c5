package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.LogReader.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The node ends in the middle of everything, asked or not; what it had taken in is there afterwards, and says what it is. */
class LivelogRestartE2E {

    private static final int GENERATIONS = 2;

    @RegisterExtension
    static final Livelogs LOGS =
            Livelogs.with(Map.of("SIGNALBOX_LIVELOG_KEEP_GENERATIONS", Integer.toString(GENERATIONS)));

    @Test
    void whatWasReceivedBeforeAKillIsThereAndMarkedBroken() {
        byte[] log = new byte[1 << 20];
        new Random(1).nextBytes(log);
        for (int i = 0; i <= GENERATIONS; i++) {
            LOGS.done("kept", ("generation " + i).getBytes(StandardCharsets.UTF_8));
        }
        LOGS.done("whole", log);
        try (LogProducer producer = LOGS.live("killed");
                LogReader reader = LOGS.get("killed").follow()) {
            producer.write(log);
            reader.awaitBytes(log.length);
            await().atMost(Livelogs.PATIENCE).until(() -> LOGS.events("killed").size() == 1);

            LOGS.node().kill9();

            assertThat(reader.end()).isEqualTo(End.CUT);
        }
        LOGS.node().restart();

        assertThat(LOGS.state("killed")).isEqualTo("broken");
        assertServed("killed", log);
        assertServed("whole", log);
        assertEventsAreExact();
        assertOnlyTheLatestGenerationsAreKept();
        try (LogProducer producer = LOGS.put("killed", "Content-Range: bytes " + log.length + "-*/*")) {
            assertThat(producer.end().status()).isEqualTo(201);
        }
        assertThat(LOGS.state("killed")).isEqualTo("done");
        assertServed("killed", log);
    }

    @Test
    void askedToEndItBreaksOffWhatIsLive() {
        byte[] log = new byte[16 << 20];
        LOGS.done("long", log);
        try (LogProducer producer = LOGS.live("stopped");
                LogProducer main = new LogProducer(Wire.to(LOGS.node().uri().getPort()), "/livelog/stopped-on-main");
                LogReader reader = LOGS.get("stopped").follow();
                LogReader stalled = LOGS.stalled("long")) {
            producer.write("so far");
            main.write("so far");
            reader.awaitBytes(6);
            LOGS.awaitState("stopped-on-main", "live");
            stalled.head();

            // An exit code of 0 says that it took less than ten seconds.
            assertThat(LOGS.node().terminate()).as(LOGS.node().tail()).isZero();

            assertThat(reader.end()).isEqualTo(End.CUT);
            assertThat(stalled.end()).isEqualTo(End.CUT);
        }
        LOGS.node().restart();
        for (String stream : new String[] {"stopped", "stopped-on-main"}) {
            assertThat(LOGS.state(stream)).isEqualTo("broken");
            assertServed(stream, "so far".getBytes(StandardCharsets.UTF_8));
            LOGS.done(stream, new byte[] {1});
        }
    }

    @Test
    void whatBeginsAsItIsAskedToEndIsRefusedAndNotLeftLive() {
        long stops = stops();
        try (Livelogs.Hold hold = LOGS.hold();
                LogProducer producer = LOGS.put("beginning").write("early");
                LogProducer main =
                        new LogProducer(Wire.to(LOGS.node().uri().getPort()), "/livelog/beginning-on-main")) {
            hold.awaitWaiting("insert into livelog", 2);

            LOGS.node().signal("TERM");
            await().atMost(Livelogs.PATIENCE).until(() -> stops() > stops);
            hold.release();

            assertThat(producer.answer().status()).isEqualTo(503);
            assertThat(main.answer().status()).isEqualTo(503);
            assertThat(LOGS.node().awaitExit()).as(LOGS.node().tail()).isZero();
        }
        assertThat(LOGS.live()).isZero();
        LOGS.node().restart();
        for (String stream : new String[] {"beginning", "beginning-on-main"}) {
            assertThat(LOGS.state(stream)).isEqualTo("broken");
            LOGS.done(stream, new byte[] {1});
        }
    }

    private static long stops() {
        try (Stream<String> lines = Files.lines(LOGS.node().log(), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.endsWith(" stopping")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertServed(String stream, byte[] bytes) {
        try (LogReader reader = LOGS.get(stream)) {
            assertThat(reader.end()).isEqualTo(End.WHOLE);
            assertThat(reader.bytes()).isEqualTo(bytes);
        }
    }

    private static void assertEventsAreExact() {
        await().atMost(Livelogs.PATIENCE)
                .untilAsserted(() -> assertThat(LOGS.events("killed"))
                        .containsExactly("log killed #1 started", "log killed #1 broke off after 1048576 bytes"));
        assertThat(LOGS.events("whole")).containsExactly("log whole #1 started", "log whole #1 done, 1048576 bytes");
    }

    private static void assertOnlyTheLatestGenerationsAreKept() {
        await().atMost(Livelogs.PATIENCE)
                .untilAsserted(() -> assertThat(LOGS.file("kept", 1)).doesNotExist());
        try (LogReader gone = LOGS.get("kept?generation=1");
                LogReader kept = LOGS.get("kept?generation=2")) {
            assertThat(gone.status()).isEqualTo(404);
            assertThat(kept.text()).isEqualTo("generation 1");
        }
        assertServed("kept", "generation 2".getBytes(StandardCharsets.UTF_8));
    }
}
