package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.LogProducer.Answer;
import dev.signalbox.LogReader.End;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The database goes while logs are live: their bytes do not need it, and their ends are told as they are. */
class LivelogDatabaseE2E {

    @RegisterExtension
    static final Livelogs LOGS = Livelogs.with(Map.of());

    @Test
    void bytesGoOnAndNoEndIsPromisedThatCouldNotBeWrittenDown() {
        try (LogProducer producer = LOGS.live("cut-off");
                LogProducer other = LOGS.live("left-alone");
                LogReader early = LOGS.get("cut-off").follow()) {
            producer.write("before,");
            early.awaitBytes(7);

            LOGS.gate().shut();
            producer.write("after");
            other.write("after");
            early.awaitBytes(12);
            try (LogReader late = LOGS.get("cut-off").awaitBytes(12);
                    LogProducer refused = LOGS.put("refused")) {
                assertThat(refused.answer().status()).isEqualTo(503);
                Answer answer = producer.end();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.head().header("retry-after")).containsOnlyDigits();
                assertThat(early.end()).isEqualTo(End.CUT);
                assertThat(late.text()).isEqualTo("before,after");
            }
            other.reset();

            LOGS.gate().open();
        }
        // One whose stream somebody wants is mended for that; the other one in time.
        await().atMost(Livelogs.PATIENCE).untilAsserted(() -> LOGS.done("cut-off", new byte[] {2}));
        LOGS.awaitState("left-alone", "broken");
        assertThat(LOGS.bytes("left-alone")).isEqualTo(5);
        try (LogReader first = LOGS.get("cut-off?generation=1")) {
            assertThat(first.text()).isEqualTo("before,after");
            assertThat(first.head().header("signalbox-state")).isEqualTo("broken");
        }
        try (LogProducer producer = LOGS.put("left-alone", "Content-Range: bytes 5-*/*")) {
            assertThat(producer.end().status()).isEqualTo(201);
        }
        await().atMost(Livelogs.PATIENCE)
                .untilAsserted(() -> assertThat(LOGS.events("left-alone"))
                        .startsWith("log left-alone #1 started")
                        .endsWith("log left-alone #1 continued", "log left-alone #1 done, 5 bytes")
                        .hasSize(4));
    }

    @Test
    void ofTwoNodesOnOneDatabaseOnlyOneTakesAStream() {
        Livelogs other = Livelogs.started(Map.of("SIGNALBOX_DATABASE_URL", LOGS.databaseUrl()));
        try (LogProducer here = LOGS.live("shared")) {
            here.write("ours");
            try (LogProducer there = other.put("shared", "Expect: 100-continue");
                    LogProducer resumed = other.put("shared", "Content-Range: bytes 4-*/*")) {
                assertThat(there.answer().status()).isEqualTo(409);
                assertThat(resumed.answer().status()).isEqualTo(409);
            }
            assertThat(here.end().status()).isEqualTo(201);

            try (LogReader elsewhere = other.get("shared");
                    LogReader main = new LogReader(
                            Wire.to(other.node().uri().getPort()).request("DELETE /api/livelogs/shared HTTP/1.1"))) {
                assertThat(elsewhere.status()).isEqualTo(503);
                assertThat(elsewhere.text()).contains("another node");
                assertThat(main.status()).isEqualTo(503);
            }
            assertThat(LOGS.file("shared", 1)).exists();

            other.done("shared", new byte[] {2});
            assertThat(LOGS.generation("shared")).isEqualTo(2);
            assertThat(other.file("shared", 2)).exists();
        } finally {
            other.close();
        }
    }
}
