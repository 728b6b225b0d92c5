package dev.signalbox.triggers;

import static dev.signalbox.triggers.RunningSender.DELIVERY;
import static dev.signalbox.triggers.TriggerSamples.NOW;
import static dev.signalbox.triggers.TriggerSamples.SECRET;
import static dev.signalbox.triggers.TriggerSamples.event;
import static dev.signalbox.triggers.TriggerSamples.trigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a target gets, and what is made of its answer. */
class SenderIT {

    private final RunningSender running = new RunningSender();

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    @Test
    void aDeliveryArrivesSignedAndWhole() throws Exception {
        RawTarget target = running.keep(RawTarget.answering("200 OK", "", "thanks"));
        Trigger trigger = trigger(
                "http://127.0.0.1:" + target.port() + "/a/b?c=d%20e",
                Format.JSON,
                "",
                Map.of("Authorization", "Bearer abc", "X-Env", "prod"));

        Outcome outcome = running.sender(RunningSender.PATIENT)
                .send(DELIVERY, trigger, event("full"), 2, NOW)
                .await();

        assertThat(outcome).isEqualTo(new Outcome(200, outcome.latencyMillis(), "", "thanks", true, null, false));
        RawTarget.Received received = target.received.take();
        assertThat(received.line()).isEqualTo("POST /a/b?c=d%20e HTTP/1.1");
        assertThat(received.headers())
                .containsEntry("host", "127.0.0.1:" + target.port())
                .containsEntry("content-type", "application/json")
                .containsEntry("user-agent", "Signalbox-Webhook/1.2.3")
                .containsEntry("authorization", "Bearer abc")
                .containsEntry("x-env", "prod")
                .containsEntry("webhook-id", DELIVERY.toString())
                .containsKey("x-hub-signature-256");
        Map<String, List<String>> headers = received.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
        assertThatCode(() -> new Webhook(SECRET).verify(received.body(), headers))
                .doesNotThrowAnyException();
    }

    @Test
    void connectionsAreKept() throws Exception {
        RawTarget target = running.keep(RawTarget.answering("204 No Content", "", ""));
        Sender sender = running.sender(RunningSender.PATIENT);

        for (int i = 0; i < 5; i++) {
            assertThat(running.send(sender, target).status()).isEqualTo(204);
        }

        assertThat(target.connections).hasValue(1);
    }

    @Test
    void oneAfterTheOtherTheyUseOneConnection() throws Exception {
        RawTarget target = running.keep(RawTarget.answering("200 OK", "", ""));
        Sender sender = running.sender(RunningSender.PATIENT);

        for (int i = 0; i < 20; i++) {
            assertThat(running.send(sender, target).status()).isEqualTo(200);
        }

        assertThat(target.connections.get()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 410, 500, 503})
    void otherAnswersAreErrorsWithTheirReason(int status) throws Exception {
        RawTarget target = running.keep(RawTarget.answering(status + " No", "", "go away\u0000é"));

        Outcome outcome = running.send(running.sender(RunningSender.PATIENT), target);

        assertThat(outcome.status()).isEqualTo(status);
        assertThat(outcome.error()).contains("answered " + status);
        assertThat(outcome.snippet()).isEqualTo("go away é");
    }

    @Test
    void whatATargetAsksForIsTold() throws Exception {
        RawTarget target = running.keep(RawTarget.answering("429 Slow Down", "Retry-After: 7\r\n", ""));

        assertThat(running.send(running.sender(RunningSender.PATIENT), target).retryAfter())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO\r\n",
                "SSH-2.0-OpenSSH_9.6\r\n",
                "220 mail.example.org ESMTP\r\n",
                "HTTP/1.1 abc No\r\n\r\n",
            })
    void aTargetThatSpeaksNoHttpIsSaidTo(String greeting) throws Exception {
        RawTarget target = running.keep(
                RawTarget.with((socket, out) -> out.write(greeting.getBytes(StandardCharsets.ISO_8859_1))));

        Outcome outcome = running.send(running.sender(RunningSender.PATIENT), target);

        assertThat(outcome.status()).isZero();
        assertThat(outcome.error()).isEqualTo("the target did not answer in HTTP");
    }

    @Test
    void aTemplateThatFailsSendsNothing() throws Exception {
        RawTarget target = running.keep(RawTarget.answering("200 OK", "", ""));
        Trigger trigger =
                trigger("http://127.0.0.1:" + target.port() + "/", Format.TEMPLATE, "{{nosuch event}}", Map.of());

        Outcome outcome = running.sender(RunningSender.PATIENT)
                .send(DELIVERY, trigger, event("x"), 0, NOW)
                .await();

        assertThat(outcome.status()).isZero();
        assertThat(outcome.error()).startsWith("the template ");
        assertThat(target.connections).hasValue(0);
    }
}
