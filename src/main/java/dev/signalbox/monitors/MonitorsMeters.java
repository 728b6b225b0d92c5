package dev.signalbox.monitors;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;

/** What one verticle counts. Counters of the same name are shared by all verticles of a node, gauges are not. */
final class MonitorsMeters {

    private static final String REJECTED = "signalbox.monitors.rejected";

    private final MeterRegistry registry;
    private final Counter accepted;
    private final Counter committed;
    private final Counter queueFull;
    private final Counter stalled;
    private final Counter notStored;

    MonitorsMeters(MeterRegistry registry) {
        this.registry = registry;
        accepted = registry.counter("signalbox.monitors.accepted");
        committed = registry.counter("signalbox.monitors.committed");
        queueFull = registry.counter(REJECTED, "reason", "queue_full");
        stalled = registry.counter(REJECTED, "reason", "stalled");
        notStored = registry.counter(REJECTED, "reason", "database");
    }

    void accepted() {
        accepted.increment();
    }

    void committed(int checkIns) {
        committed.increment(checkIns);
    }

    void queueFull() {
        queueFull.increment();
    }

    void stalled(int checkIns) {
        stalled.increment(checkIns);
    }

    void notStored(int checkIns) {
        notStored.increment(checkIns);
    }

    /** Shows a queue's depth until the returned action is run. */
    Runnable show(String deployment, IntSupplier depth) {
        // Tagged, because a second gauge of the same name and tags would silently not be shown.
        Gauge gauge = Gauge.builder("signalbox.monitors.queue.depth", depth::getAsInt)
                .tag("deployment", deployment)
                .register(registry);
        return () -> registry.remove(gauge);
    }
}
