package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriedTest {

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void whatIsAcceptedIsDone(int status) {
        Tried tried = tried(0, 0, status, null);

        assertThat(tried.state()).isEqualTo("done");
        assertThat(tried.number()).isEqualTo(1);
        assertThat(tried.due()).isNull();
        assertThat(tried.succeeded()).isTrue();
        assertThat(tried.gone()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 301, 400, 404, 429, 500, 503})
    void whatFailedIsDueAgain(int status) {
        Tried tried = tried(0, 0, status, null);

        assertThat(tried.state()).isEqualTo("due");
        assertThat(tried.due())
                .isBetween(
                        Instant.now().plus(Duration.ofSeconds(3)), Instant.now().plus(Duration.ofSeconds(7)));
        assertThat(tried.succeeded()).isFalse();
        assertThat(tried.gone()).isFalse();
    }

    @Test
    void whoIsGoneIsNotTriedAgain() {
        Tried tried = tried(0, 0, 410, Duration.ofSeconds(5));

        assertThat(tried.state()).isEqualTo("dead");
        assertThat(tried.due()).isNull();
        assertThat(tried.succeeded()).isFalse();
        assertThat(tried.gone()).isTrue();
    }

    @Test
    void afterTheLastTryItIsDead() {
        assertThat(tried(Schedule.MAX_ATTEMPTS - 2, 0, 500, null).state()).isEqualTo("due");

        Tried last = tried(Schedule.MAX_ATTEMPTS - 1, 0, 500, Duration.ofSeconds(5));

        assertThat(last.state()).isEqualTo("dead");
        assertThat(last.due()).isNull();
        assertThat(last.gone()).isFalse();
        assertThat(last.number()).isEqualTo(Schedule.MAX_ATTEMPTS);
    }

    @Test
    void whatWasForgivenDoesNotCountButIsNumberedOn() {
        Tried tried = tried(Schedule.MAX_ATTEMPTS, Schedule.MAX_ATTEMPTS, 500, null);

        assertThat(tried.number()).isEqualTo(Schedule.MAX_ATTEMPTS + 1);
        assertThat(tried.state()).isEqualTo("due");
        assertThat(tried.due()).isBefore(Instant.now().plus(Duration.ofSeconds(7)));
        assertThat(tried(2 * Schedule.MAX_ATTEMPTS - 1, Schedule.MAX_ATTEMPTS, 500, null)
                        .state())
                .isEqualTo("dead");
    }

    @Test
    void aTargetThatAsksForAPauseGetsIt() {
        assertThat(tried(0, 0, 429, Duration.ofHours(1)).due())
                .isAfter(Instant.now().plus(Duration.ofMinutes(59)));
    }

    @Test
    void whatTheNodeCutOffIsDueAtOnceAndNoFailureHoweverOftenItWasTried() {
        Outcome outcome = new Outcome(0, 5, Failures.cutOff(), "", true, null, false);
        Tried tried = Tried.cutOff(delivery(Schedule.MAX_ATTEMPTS - 1, 0), TriggerSamples.NOW, outcome);

        assertThat(tried.state()).isEqualTo("due");
        assertThat(tried.due()).isBeforeOrEqualTo(Instant.now());
        assertThat(tried.number()).isEqualTo(Schedule.MAX_ATTEMPTS);
        assertThat(tried.succeeded()).isFalse();
        assertThat(tried.failed()).isFalse();
        assertThat(tried.gone()).isFalse();
    }

    private static Tried tried(int attempts, int forgiven, int status, @Nullable Duration retryAfter) {
        return Tried.of(
                delivery(attempts, forgiven),
                TriggerSamples.NOW,
                new Outcome(status, 5, "", "", true, retryAfter, false),
                new Random(7));
    }

    private static Delivery delivery(int attempts, int forgiven) {
        return new Delivery(
                TriggerSamples.ID,
                TriggerSamples.ID,
                TriggerSamples.event("x"),
                0,
                TriggerSamples.NOW,
                attempts,
                forgiven,
                0);
    }
}
