package dev.signalbox.triggers;

import static dev.signalbox.triggers.RunningSender.DELIVERY;
import static dev.signalbox.triggers.TriggerSamples.NOW;
import static dev.signalbox.triggers.TriggerSamples.event;
import static dev.signalbox.triggers.TriggerSamples.trigger;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that break off, or would keep the node busy for ever. */
class SenderLimitsIT {

    private final RunningSender running = new RunningSender();

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    @Test
    void aConnectionThatIsResetIsAnError() throws Exception {
        RawTarget target = running.keep(RawTarget.with((socket, out) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        }));

        Outcome outcome = running.send(running.sender(RunningSender.PATIENT), target);

        assertThat(outcome.status()).isZero();
        assertThat(outcome.error()).isEqualTo("the target reset the connection");
    }

    @Test
    void aConnectionThatIsClosedIsAnError() throws Exception {
        RawTarget target = running.keep(RawTarget.with((socket, out) -> socket.close()));

        assertThat(running.send(running.sender(RunningSender.PATIENT), target).error())
                .contains("closed the connection");
    }

    @Test
    void nonsenseIsAnError() throws Exception {
        RawTarget target = running.keep(RawTarget.with((socket, out) -> {
            out.write("SSH-2.0-OpenSSH_9.9\r\n\r\n".getBytes(ISO_8859_1));
            out.flush();
        }));

        Outcome outcome = running.send(running.sender(Duration.ofSeconds(3)), target);

        assertThat(outcome.status()).isZero();
        assertThat(outcome.error()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "42", "600", "999"})
    void aStatusThatIsNoneIsNoAnswer(String status) throws Exception {
        RawTarget target = running.keep(RawTarget.answering(status + " Odd", "", ""));

        Outcome outcome = running.send(running.sender(RunningSender.PATIENT), target);

        assertThat(outcome.status()).isZero();
        assertThat(outcome.error()).startsWith("no valid answer");
    }

    @Test
    void nobodyListeningIsAnError() throws Exception {
        RawTarget target = running.keep(RawTarget.answering("200 OK", "", ""));
        target.close();

        assertThat(running.send(running.sender(RunningSender.PATIENT), target).error())
                .contains("no connection");
    }

    @Test
    void aSlowTargetIsCutOffAndItsPlaceIsFree() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        RawTarget target = running.keep(RawTarget.with((socket, out) -> {
            if (requests.incrementAndGet() <= 4) {
                RunningSender.dawdle(60_000);
            }
            RawTarget.respond(out, "200 OK", "", "");
        }));
        Sender sender = running.sender(RunningSender.HASTY);

        List<Future<Outcome>> slow = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            slow.add(sender.send(DELIVERY, RunningSender.to(target), event("x"), 0, NOW));
        }

        for (Future<Outcome> outcome : slow) {
            assertThat(outcome.await(10, TimeUnit.SECONDS).error()).contains("no answer within 400 ms");
        }
        await().untilAsserted(
                        () -> assertThat(running.send(sender, target).status()).isEqualTo(200));
    }

    @Test
    void whoWaitsForAConnectionWaitsNoLonger() throws Exception {
        RawTarget target = running.keep(RawTarget.with((socket, out) -> RunningSender.dawdle(60_000)));
        Sender sender = running.sender(RunningSender.HASTY);

        List<Future<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outcomes.add(sender.send(DELIVERY, RunningSender.to(target), event("x"), 0, NOW));
        }

        assertThat(outcomes)
                .allSatisfy(outcome ->
                        assertThat(outcome.await(10, TimeUnit.SECONDS).error()).contains("no answer within"));
    }

    @Test
    void headersThatTrickleAreCutOff() throws Exception {
        RawTarget target = running.keep(RawTarget.with((socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(ISO_8859_1));
            RunningSender.trickle(out);
        }));

        Outcome outcome = running.send(running.sender(RunningSender.HASTY), target);

        assertThat(outcome.error()).contains("no answer within");
        assertThat(target.ends.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void headersWithoutEndAreAnError() throws Exception {
        RawTarget target = running.keep(RawTarget.with((socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(ISO_8859_1));
            RunningSender.flood(out);
        }));

        Outcome outcome = running.send(running.sender(RunningSender.PATIENT), target);

        assertThat(outcome.status()).isZero();
        assertThat(outcome.error()).isNotEmpty();
    }

    @Test
    void anEndlessBodyIsReadNoFurtherThanItsLimit() throws Exception {
        RawTarget target = running.keep(RawTarget.with((socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
            RunningSender.flood(out);
        }));

        Outcome outcome = running.send(running.sender(RunningSender.PATIENT), target);

        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.snippet()).isEqualTo("x".repeat(Snippet.MAX_BYTES));
        assertThat(target.ends.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aBodyThatTricklesIsCutOffButItsStatusCounts() throws Exception {
        RawTarget target = running.keep(RawTarget.with((socket, out) -> {
            out.write("HTTP/1.1 202 Accepted\r\nContent-Length: 1000\r\n\r\n".getBytes(ISO_8859_1));
            RunningSender.trickle(out);
        }));

        Outcome outcome = running.send(running.sender(RunningSender.HASTY), target);

        assertThat(outcome.status()).isEqualTo(202);
        assertThat(outcome.error()).isEmpty();
        assertThat(target.ends.poll(10, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void aBodyThatBreaksOffDoesNotTakeTheStatusBack() throws Exception {
        RawTarget target = running.keep(RawTarget.with((socket, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc".getBytes(ISO_8859_1));
            out.flush();
            socket.close();
        }));

        Outcome outcome = running.send(running.sender(RunningSender.PATIENT), target);

        assertThat(outcome).isEqualTo(new Outcome(200, outcome.latencyMillis(), "", "abc", true, null, false));
    }

    @Test
    void aTargetThatReadsNothingIsCutOff() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            deaf.setReceiveBufferSize(4_096);
            Thread.ofVirtual().start(() -> {
                try (Socket accepted = deaf.accept()) {
                    accepted.setKeepAlive(true);
                    over.await();
                } catch (IOException | InterruptedException e) {
                    // The test is over.
                }
            });
            Trigger trigger = trigger("http://127.0.0.1:" + deaf.getLocalPort() + "/", Format.JSON);

            Outcome outcome = running.sender(RunningSender.HASTY)
                    .send(DELIVERY, trigger, event("x".repeat(8_000_000)), 0, NOW)
                    .await(10, TimeUnit.SECONDS);

            assertThat(outcome.error()).contains("no answer within");
        } finally {
            over.countDown();
        }
    }
}
