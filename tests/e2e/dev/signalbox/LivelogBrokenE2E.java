package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.LogProducer.Answer;
import dev.signalbox.LogReader.End;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A producer that breaks off: its readers know at once, what came is kept, and it may take up where it was. */
class LivelogBrokenE2E {

    /** Promised is a second; the machine may be busy with other things. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @RegisterExtension
    static final Livelogs LOGS = Livelogs.shared();

    @Test
    void aResetBeforeTheFirstByteEndsTheReaders() {
        assertBroken("broke-at-0", "", LogProducer::reset);
    }

    @Test
    void aResetInTheMiddleEndsTheReaders() {
        assertBroken("broke-in-the-middle", "half of a", LogProducer::reset);
    }

    @Test
    void aCloseInTheMiddleEndsTheReaders() {
        assertBroken("closed-in-the-middle", "half of a", LogProducer::close);
    }

    @Test
    void aResetRightBeforeTheEndEndsTheReaders() {
        assertBroken("broke-before-the-end", "all of it", producer -> {
            producer.raw("0\r\n");
            producer.reset();
        });
    }

    @Test
    void whatIsNoHttpEndsTheReaders() {
        assertBroken("garbage", "good, but then", producer -> producer.raw("no number of a chunk\r\n"));
    }

    @Test
    // Closed in the middle on purpose.
    @SuppressWarnings("try")
    void aDeclaredLengthThatIsNotReachedEndsTheReaders() {
        try (Wire producer = Wire.to(LOGS.putPort()).request("PUT /log/short HTTP/1.1", "Content-Length: 100")) {
            LOGS.awaitState("short", "live");
            try (LogReader reader = LOGS.get("short").follow()) {
                producer.send(new byte[99]);
                reader.awaitBytes(99);

                producer.close();

                await().atMost(AT_ONCE).until(reader::ended);
                assertThat(reader.end()).isEqualTo(End.CUT);
            }
        }
        LOGS.awaitState("short", "broken");
        assertThat(LOGS.bytes("short")).isEqualTo(99);
    }

    /** Whatever the node is doing with a producer when it goes, its stream is free again afterwards. */
    @Test
    void producersThatLeaveAtOnceLeaveNothingBehind() {
        for (int round = 0; round < 60; round++) {
            LogProducer producer = LOGS.put("hasty");
            if (round % 3 == 0) {
                producer.write("x");
            }
            if (round % 2 == 0) {
                producer.reset();
            } else {
                producer.close();
            }
        }

        await().atMost(Livelogs.PATIENCE).untilAsserted(() -> LOGS.done("hasty", new byte[] {1}));
        assertThat(LOGS.state("hasty")).isEqualTo("done");
        await().atMost(Livelogs.PATIENCE).until(() -> LOGS.metric("signalbox_livelog_live") == 0);
    }

    /** What reached the node before its producer went is in the log, although nobody had begun to read it then. */
    @Test
    void whatCameBeforeTheBreakIsKept() {
        for (int round = 0; round < 10; round++) {
            String stream = "kept-" + round;
            try (LogProducer producer = LOGS.put(stream)) {
                producer.write("came at once, and then left");
            }
            LOGS.awaitState(stream, "broken");

            assertThat(LOGS.bytes(stream)).isEqualTo(27);
        }
    }

    @Test
    void aBrokenLogGoesOnExactlyWhereItEnded() {
        breakOff("resumed", "one,");
        try (LogReader head = LOGS.request("HEAD " + Livelogs.path("resumed") + " HTTP/1.1")) {
            assertThat(head.head().headers())
                    .containsEntry("content-length", "4")
                    .containsEntry("signalbox-state", "broken");
        }

        try (LogProducer producer = LOGS.put("resumed", "Content-Range: bytes 4-*/*")) {
            LOGS.awaitState("resumed", "live");
            try (LogReader reader = LOGS.get("resumed").awaitBytes(4)) {
                assertThat(producer.write("two").end().status()).isEqualTo(201);

                assertThat(reader.text()).isEqualTo("one,two");
                assertThat(reader.end()).isEqualTo(End.WHOLE);
            }
        }
        assertThat(LOGS.state("resumed")).isEqualTo("done");
        assertThat(LOGS.generation("resumed")).isEqualTo(1);
        await().atMost(Livelogs.PATIENCE)
                .untilAsserted(() -> assertThat(LOGS.events("resumed"))
                        .containsExactly(
                                "log resumed #1 started",
                                "log resumed #1 broke off after 4 bytes",
                                "log resumed #1 continued",
                                "log resumed #1 done, 7 bytes"));
    }

    @Test
    void aLogGoesOnNowhereElse() {
        breakOff("misplaced", "four");
        LOGS.done("whole", new byte[5]);

        assertMisplaced("misplaced", "bytes 3-*/*", "4", "broken");
        assertMisplaced("misplaced", "bytes 5-9/10", "4", "broken");
        assertMisplaced("whole", "bytes 5-*/*", "5", "done");
        assertMisplaced("never", "bytes 0-*/*", "0", "missing");
        try (LogProducer live = LOGS.live("busy");
                LogProducer other = LOGS.put("busy", "Content-Range: bytes 0-*/*")) {
            assertThat(other.answer().status()).isEqualTo(409);
            assertThat(live.end().status()).isEqualTo(201);
        }
        for (String nonsense : List.of("bytes x-*/*", "bytes 4", "lines 4-*/*", "bytes 4-3/*", "bytes 4-9/9")) {
            try (LogProducer producer = LOGS.put("misplaced", "Content-Range: " + nonsense)) {
                assertThat(producer.answer().status()).as(nonsense).isEqualTo(400);
            }
        }
        assertThat(LOGS.state("misplaced")).isEqualTo("broken");
    }

    @Test
    void aLogGoesOnInTheEncodingItBeganIn() {
        breakOff("encoded", "four", "Content-Encoding: gzip");

        for (String other : List.of("Content-Encoding: zstd", "X-None: 1")) {
            try (LogProducer producer = LOGS.put("encoded", "Content-Range: bytes 4-*/*", other)) {
                Answer answer = producer.answer();
                assertThat(answer.status()).as(other).isEqualTo(409);
                assertThat(answer.text()).contains("was begun in Content-Encoding gzip and cannot go on");
            }
        }
        assertThat(LOGS.state("encoded")).isEqualTo("broken");
        try (LogProducer same = LOGS.put("encoded", "Content-Range: bytes 4-*/*", "Content-Encoding: gzip")) {
            assertThat(same.write("more").end().status()).isEqualTo(201);
        }
        assertThat(LOGS.bytes("encoded")).isEqualTo(8);
    }

    @Test
    void beginningAndEndAreEvents() {
        LOGS.done("told-of", new byte[3]);
        breakOff("told-of", "four");

        await().atMost(Livelogs.PATIENCE)
                .untilAsserted(() -> assertThat(LOGS.events("told-of"))
                        .containsExactly(
                                "log told-of #1 started",
                                "log told-of #1 done, 3 bytes",
                                "log told-of #2 started",
                                "log told-of #2 broke off after 4 bytes"));
    }

    /** Two readers, at the beginning and at the end; the next log of the stream begins as if nothing had been. */
    private static void assertBroken(String stream, String sent, Consumer<LogProducer> breakOff) {
        try (LogProducer producer = LOGS.live(stream);
                LogReader early = LOGS.get(stream).follow()) {
            if (!sent.isEmpty()) {
                producer.write(sent);
            }
            early.awaitBytes(sent.length());
            try (LogReader late = LOGS.get(stream).awaitBytes(sent.length())) {
                breakOff.accept(producer);

                await().atMost(AT_ONCE).until(() -> early.ended() && late.ended());
                assertThat(early.end()).isEqualTo(End.CUT);
                assertThat(late.end()).isEqualTo(End.CUT);
                assertThat(early.text()).isEqualTo(sent);
            }
        }
        LOGS.awaitState(stream, "broken");
        try (LogReader kept = LOGS.get(stream)) {
            assertThat(kept.text()).isEqualTo(sent);
            assertThat(kept.head().headers())
                    .containsEntry("signalbox-state", "broken")
                    .doesNotContainKey("etag");
        }
        LOGS.done(stream, new byte[] {'n'});
        assertThat(LOGS.generation(stream)).isEqualTo(2);
    }

    private static void breakOff(String stream, String sent, String... headers) {
        try (LogProducer producer = LOGS.live(stream, headers);
                LogReader reader = LOGS.get(stream).follow()) {
            producer.write(sent);
            reader.awaitBytes(sent.length());
        }
        LOGS.awaitState(stream, "broken");
    }

    private static void assertMisplaced(String stream, String contentRange, String length, String state) {
        try (LogProducer producer = LOGS.put(stream, "Content-Range: " + contentRange)) {
            Answer answer = producer.answer();
            assertThat(answer.status()).as(contentRange).isEqualTo(409);
            assertThat(answer.head().headers())
                    .containsEntry("signalbox-length", length)
                    .containsEntry("signalbox-state", state)
                    .containsEntry("content-range", "bytes */" + length);
        }
    }
}
