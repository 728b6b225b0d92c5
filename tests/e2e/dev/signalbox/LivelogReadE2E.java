package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.LogReader.End;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a reader gets: every byte, whatever it is and however it came, and no wait for what is known already. */
class LivelogReadE2E {

    private static final int TINY_WRITES = 100_000;

    @RegisterExtension
    static final Livelogs LOGS = Livelogs.shared();

    @Test
    void theHeadComesBeforeTheFirstByte() {
        try (LogProducer producer = LOGS.live("silent");
                LogReader reader = LOGS.get("silent")) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.head().chunked()).isTrue();
            assertThat(reader.head().header("signalbox-state")).isEqualTo("live");

            producer.write("x").end();
            assertThat(reader.text()).isEqualTo("x");
        }
    }

    @Test
    void headIsAnsweredAtOnceWhateverTheLogDoes() {
        try (LogProducer producer = LOGS.live("headed");
                LogReader empty = LOGS.request("HEAD " + Livelogs.path("headed") + " HTTP/1.1")) {
            assertThat(empty.status()).isEqualTo(200);
            assertThat(empty.head().headers()).doesNotContainKeys("content-length", "etag");
            assertThat(empty.head().header("signalbox-length")).isEqualTo("0");

            producer.write("1234567").end();
        }
        try (LogReader done = LOGS.request("HEAD " + Livelogs.path("headed") + " HTTP/1.1")) {
            assertThat(done.status()).isEqualTo(200);
            assertThat(done.head().headers())
                    .containsEntry("content-length", "7")
                    .containsEntry("signalbox-state", "done")
                    .containsKey("etag");
        }
    }

    @Test
    void anEmptyLogEndsItsReadersAtOnce() {
        try (LogProducer producer = LOGS.live("empty");
                LogReader attached = LOGS.get("empty").follow()) {
            assertThat(producer.end().status()).isEqualTo(201);

            assertThat(attached.end()).isEqualTo(End.WHOLE);
            assertThat(attached.bytes()).isEmpty();
        }
        try (LogReader afterwards = LOGS.get("empty")) {
            assertThat(afterwards.end()).isEqualTo(End.WHOLE);
            assertThat(afterwards.head().header("content-length")).isEqualTo("0");
        }
    }

    @Test
    void everyByteValuePassesUnchanged() throws IOException {
        byte[] bytes = new byte[3 << 20];
        new Random(7).nextBytes(bytes);
        for (int value = 0; value < 256; value++) {
            bytes[value] = (byte) value;
        }
        try (LogProducer producer = LOGS.live("binary");
                LogReader live = LOGS.get("binary").follow()) {
            producer.write(bytes).end();

            assertThat(live.bytes()).isEqualTo(bytes);
        }
        try (LogReader kept = LOGS.get("binary")) {
            assertThat(kept.bytes()).isEqualTo(bytes);
        }
        assertThat(Files.readAllBytes(LOGS.file("binary", 1))).isEqualTo(bytes);
    }

    @Test
    void aHundredThousandTinyPiecesArriveInOrder() {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (LogProducer producer = LOGS.live("tiny");
                LogReader reader = LOGS.get("tiny").follow()) {
            StringBuilder chunks = new StringBuilder();
            for (int i = 0; i < TINY_WRITES; i++) {
                byte letter = (byte) ('a' + i % 26);
                sent.write(letter);
                chunks.append("1\r\n").append((char) letter).append("\r\n");
                if (i % 500 == 0) {
                    producer.raw(chunks.toString());
                    chunks.setLength(0);
                }
            }
            producer.raw(chunks.toString());
            assertThat(producer.end().status()).isEqualTo(201);

            assertThat(reader.bytes()).isEqualTo(sent.toByteArray());
        }
    }

    @Test
    void aConnectionServesTheNextRequestAfterALogHasEnded() {
        try (LogProducer producer = LOGS.live("kept-alive");
                LogReader live = LOGS.get("kept-alive").follow()) {
            producer.write("all of it").end();
            assertThat(live.end()).isEqualTo(End.WHOLE);

            LogReader again = live.next("GET " + Livelogs.path("kept-alive") + " HTTP/1.1");
            assertThat(again.text()).isEqualTo("all of it");
            LogReader once = again.next("GET " + Livelogs.path("kept-alive") + " HTTP/1.1");
            assertThat(once.text()).isEqualTo("all of it");
        }
    }

    @Test
    void aClientOfTheOldHttpGetsWhatThereIs() {
        try (LogProducer producer = LOGS.live("old");
                LogReader first = LOGS.get("old").follow()) {
            producer.write("so far");
            first.awaitBytes(6);

            try (LogReader old = LOGS.request("GET " + Livelogs.path("old") + " HTTP/1.0");
                    LogReader part = LOGS.request("GET " + Livelogs.path("old") + " HTTP/1.0", "Range: bytes=3-99")) {
                assertThat(old.head().headers()).doesNotContainKey("transfer-encoding");
                assertThat(old.text()).isEqualTo("so far");
                assertThat(part.text()).isEqualTo("far");
                assertThat(part.head().header("content-range")).isEqualTo("bytes 3-5/6");
            }
            producer.end();
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        LOGS.done("there", new byte[] {1});

        for (String path : new String[] {"nowhere", "there?generation=2", "there?generation=0", "there?generation=x"}) {
            try (LogReader reader = LOGS.get(path)) {
                assertThat(reader.status()).as(path).isEqualTo(404);
                assertThat(reader.end()).isEqualTo(End.WHOLE);
            }
        }
    }

    @Test
    void readersOfTheSameLogAtDifferentTimesGetTheSame() {
        byte[] log = "a line of it\n".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        try (LogProducer producer = LOGS.live("same");
                LogReader early = LOGS.get("same").follow()) {
            producer.write(log);
            early.awaitBytes(log.length / 2);
            try (LogReader middle = LOGS.get("same").follow()) {
                producer.end();

                assertThat(middle.bytes()).isEqualTo(log);
                assertThat(early.bytes()).isEqualTo(log);
            }
        }
        try (LogReader late = LOGS.get("same")) {
            assertThat(late.bytes()).isEqualTo(log);
        }
    }

    /** A reader that asks in the moment a log begins waits for it, and does not take it for a broken one. */
    @Test
    void aReaderMayComeInTheMomentALogBegins() {
        for (int round = 0; round < 10; round++) {
            String stream = "moment-" + round;
            try (LogProducer producer = LOGS.put(stream)) {
                LogReader reader = LOGS.get(stream);
                while (reader.status() == 404) {
                    reader = reader.next("GET " + Livelogs.path(stream) + " HTTP/1.1");
                }
                producer.write("whole").end();

                assertThat(reader.status()).isEqualTo(200);
                assertThat(reader.text()).isEqualTo("whole");
                assertThat(reader.end()).isEqualTo(End.WHOLE);
                reader.close();
            }
        }
    }
}
