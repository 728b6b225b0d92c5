package dev.signalbox.triggers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What triggers count. Thread-safe. */
final class TriggerMeters {

    private static final String PREFIX = "signalbox.triggers.";

    private final Counter matched;
    private final Counter suppressed;
    private final Counter delivered;
    private final Counter retried;
    private final Counter dead;
    private final Timer latency;
    private final AtomicLong oldestDue;

    TriggerMeters(MeterRegistry registry) {
        matched = counter(registry, "matched", "events that a trigger matched");
        suppressed = counter(registry, "suppressed", "matches that a cooldown or a rate held back");
        delivered = counter(registry, "delivered", "deliveries that succeeded");
        retried = counter(registry, "retried", "tries that failed and will be repeated");
        dead = counter(registry, "dead", "deliveries that were given up");
        latency = Timer.builder(PREFIX + "latency")
                .description("time from the match of an event until its delivery succeeded, unless it was replayed")
                .register(registry);
        oldestDue = new AtomicLong();
        Gauge.builder(PREFIX + "oldest.due.seconds", oldestDue, AtomicLong::get)
                .description("how long the delivery has been due that has been due longest")
                .strongReference(true)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    void matched(int events) {
        matched.increment(events);
    }

    void suppressed(int events) {
        suppressed.increment(events);
    }

    void tried(Tried tried) {
        switch (tried.state()) {
            case "done" -> {
                delivered.increment();
                // A replay waited for whoever asked for it. One that had not been tried before waited for the node
                // alone.
                if (tried.delivery().forgiven() == 0) {
                    latency.record(Duration.between(tried.delivery().created(), Instant.now()));
                }
            }
            case "dead" -> dead.increment();
            default -> retried.increment();
        }
    }

    void oldestDue(Duration age) {
        oldestDue.set(age.toSeconds());
    }
}
