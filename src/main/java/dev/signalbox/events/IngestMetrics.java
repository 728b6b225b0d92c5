package dev.signalbox.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The numbers that tell whether the promises on ingest are kept. */
final class IngestMetrics {

    private final MeterRegistry registry;
    private final Counter accepted;
    private final Counter committed;
    private final DistributionSummary batchSize;
    private final Timer commit;

    IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.accepted = registry.counter("signalbox.events.accepted");
        this.committed = registry.counter("signalbox.events.committed");
        this.batchSize = DistributionSummary.builder("signalbox.events.batch.size")
                .serviceLevelObjectives(1, 10, 100, 1_000, 10_000)
                .register(registry);
        this.commit = Timer.builder("signalbox.events.commit")
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1))
                .register(registry);
        for (String reason : new String[] {"not_ready", "queue_full", "stalled", "database"}) {
            rejected(reason, 0);
        }
    }

    /** The suppliers are read from other threads, so what they give may be a moment old. */
    void watch(LongSupplier queuedEvents, LongSupplier queuedBytes) {
        // Strong, because nothing else holds the suppliers and a collected gauge reads NaN.
        Gauge.builder("signalbox.events.queue.depth", queuedEvents::getAsLong)
                .strongReference(true)
                .register(registry);
        Gauge.builder("signalbox.events.queue.bytes", queuedBytes::getAsLong)
                .strongReference(true)
                .register(registry);
    }

    void accepted(int events) {
        accepted.increment(events);
    }

    void rejected(String reason, int events) {
        registry.counter("signalbox.events.rejected", "reason", reason).increment(events);
    }

    void committed(Batch batch, long nanos) {
        commit.record(nanos, TimeUnit.NANOSECONDS);
        batchSize.record(batch.size());
        int stored = batch.failed() ? batch.stored().size() : batch.size();
        committed.increment(stored);
        if (stored < batch.size()) {
            rejected("database", batch.size() - stored);
        }
    }
}
