package dev.signalbox.triggers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What triggers count. Thread-safe. */
final class TriggerMeters {

    private final Counter matched;
    private final Counter suppressed;
    private final Counter delivered;
    private final Counter retried;
    private final Counter dead;
    private final Timer latency;
    private final AtomicLong oldestDue;

    TriggerMeters(MeterRegistry registry) {
        matched = registry.counter("signalbox.triggers.matched");
        suppressed = registry.counter("signalbox.triggers.suppressed");
        delivered = registry.counter("signalbox.triggers.delivered");
        retried = registry.counter("signalbox.triggers.retried");
        dead = registry.counter("signalbox.triggers.dead");
        latency = registry.timer("signalbox.triggers.latency");
        oldestDue = registry.gauge("signalbox.triggers.oldest.due.seconds", new AtomicLong());
    }

    void matched(int events) {
        matched.increment(events);
    }

    void suppressed(int events) {
        suppressed.increment(events);
    }

    /** From when the delivery was made until it succeeded. */
    void tried(Tried tried) {
        switch (tried.state()) {
            case "done" -> {
                delivered.increment();
                latency.record(Duration.between(tried.delivery().created(), Instant.now()));
            }
            case "dead" -> dead.increment();
            default -> retried.increment();
        }
    }

    void oldestDue(Duration age) {
        oldestDue.set(age.toSeconds());
    }
}
