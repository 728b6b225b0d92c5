package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.LogProducer.Answer;
import dev.signalbox.LogReader.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The limits that an operator may set: told to who meets them, and nobody else notices. */
class LivelogLimitsE2E {

    private static final int MAX_BYTES = 100_000;
    private static final int MAX_CONNECTIONS = 8;
    private static final long IDLE_MILLIS = 1_500;

    @RegisterExtension
    static final Livelogs LOGS = Livelogs.with(Map.of(
            "SIGNALBOX_LIVELOG_MAX_BYTES",
            Integer.toString(MAX_BYTES),
            "SIGNALBOX_LIVELOG_IDLE_TIMEOUT",
            IDLE_MILLIS + "ms",
            "SIGNALBOX_LIVELOG_MAX_LIVE",
            "2",
            "SIGNALBOX_LIVELOG_MAX_CONNECTIONS",
            Integer.toString(MAX_CONNECTIONS)));

    @Test
    void aLogThatIsDeclaredTooLargeDoesNotBegin() {
        try (Wire wire = Wire.to(LOGS.putPort())
                .request("PUT /log/declared HTTP/1.1", "Content-Length: 100001", "Expect: 100-continue")) {
            LogReader answer = new LogReader(wire);
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).contains("livelog.max-bytes");
        }
        assertThat(LOGS.generation("declared")).isZero();
        try (Wire wire = Wire.to(LOGS.putPort())
                .request("PUT /log/declared HTTP/1.1", "Content-Length: " + MAX_BYTES)
                .send(new byte[MAX_BYTES])) {
            assertThat(wire.head().status()).isEqualTo(201);
        }
    }

    @Test
    void aLogThatGrowsTooLargeIsBrokenOff() {
        try (LogProducer producer = LOGS.live("grown");
                LogReader reader = LOGS.get("grown").follow()) {
            producer.write(new byte[MAX_BYTES]);
            reader.awaitBytes(MAX_BYTES);

            Answer answer = producer.write(new byte[1]).answer();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).contains("livelog.max-bytes");
            assertThat(reader.end()).isEqualTo(End.CUT);
            assertThat(reader.bytes()).hasSize(MAX_BYTES);
        }
        LOGS.awaitState("grown", "broken");
        assertThat(LOGS.bytes("grown")).isEqualTo(MAX_BYTES);
    }

    @Test
    void aSilentProducerIsBrokenOff() {
        try (LogProducer producer = LOGS.put("fell-silent").write("last words")) {
            Answer answer = producer.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.text()).contains("livelog.idle-timeout");
        }
        LOGS.awaitState("fell-silent", "broken");
        assertThat(LOGS.bytes("fell-silent")).isEqualTo(10);
    }

    @Test
    void aSlowProducerMayTakeAsLongAsItLikes() {
        AtomicInteger sent = new AtomicInteger();
        try (LogProducer producer = LOGS.put("slow");
                ScheduledExecutorService now = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> ticks = now.scheduleAtFixedRate(
                    () -> {
                        producer.write("x");
                        sent.incrementAndGet();
                    },
                    0,
                    IDLE_MILLIS / 4,
                    TimeUnit.MILLISECONDS);
            await().atMost(Livelogs.PATIENCE).until(() -> sent.get() > 8);
            ticks.cancel(false);
            now.shutdown();
            await().atMost(Livelogs.PATIENCE).until(now::isTerminated);

            assertThat(producer.end().status()).isEqualTo(201);
        }
        assertThat(LOGS.bytes("slow")).isEqualTo(sent.get());
    }

    @Test
    void readersWhoFillTheirPortLeaveProducersTheirs() {
        List<Wire> silent = new ArrayList<>();
        try {
            await().atMost(Livelogs.PATIENCE).untilAsserted(() -> {
                silent.add(Wire.to(LOGS.getPort()));
                assertThat(LOGS.metric("signalbox_livelog_rejected_total{reason=\"connections\"}"))
                        .isPositive();
            });
            assertThat(silent).hasSizeGreaterThan(MAX_CONNECTIONS);

            LOGS.done("crowded", new byte[] {1});
        } finally {
            silent.forEach(Wire::close);
        }
    }

    @Test
    void moreLogsThanAllowedAreRefusedUntilOneEnds() {
        try (LogProducer first = LOGS.put("one", "Expect: 100-continue");
                LogProducer second = LOGS.put("two", "Expect: 100-continue")) {
            assertThat(first.answer().status()).isEqualTo(100);
            assertThat(second.answer().status()).isEqualTo(100);

            try (LogProducer third = LOGS.put("three")) {
                Answer refused = third.answer();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text()).contains("livelog.max-live");
                assertThat(refused.head().header("retry-after")).containsOnlyDigits();
            }
            assertThat(first.end().status()).isEqualTo(201);
            LOGS.done("three", new byte[] {3});
            second.end();
        }
    }
}
