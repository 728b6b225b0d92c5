package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TriggerMetersTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final TriggerMeters meters = new TriggerMeters(registry);

    @Test
    void aReplayCountsAsDeliveredButNotForTheLatency() {
        meters.tried(succeeded(Duration.ofSeconds(2), 0, 0));
        meters.tried(succeeded(Duration.ofSeconds(3), 1, 0));
        meters.tried(succeeded(Duration.ofHours(80), 10, 10));
        meters.tried(succeeded(Duration.ofHours(90), 11, 10));

        Timer latency = registry.get("signalbox.triggers.latency").timer();
        assertThat(registry.get("signalbox.triggers.delivered").counter().count())
                .isEqualTo(4);
        assertThat(latency.count()).isEqualTo(2);
        assertThat(latency.max(TimeUnit.SECONDS)).isBetween(3.0, 600.0);
    }

    private static Tried succeeded(Duration after, int attempts, int forgiven) {
        Delivery delivery = new Delivery(
                UUID.randomUUID(),
                TriggerSamples.ID,
                TriggerSamples.event("x"),
                0,
                Instant.now().minus(after),
                attempts,
                forgiven,
                0);
        return Tried.of(delivery, Instant.now(), new Outcome(200, 1, "", "", true, null, false), new Random(7));
    }
}
