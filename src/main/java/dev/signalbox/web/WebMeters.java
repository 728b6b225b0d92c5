package dev.signalbox.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the edge counts, over all instances of the node. Safe from any thread. */
final class WebMeters {

    private final MeterRegistry registry;
    private final Counter requests;
    private final Map<String, Counter> rejected = new ConcurrentHashMap<>();

    WebMeters(MeterRegistry registry, AtomicInteger connections, BodyBudget budget) {
        this.registry = registry;
        this.requests = registry.counter("signalbox.http.requests");
        registry.gauge("signalbox.http.connections", connections);
        registry.gauge("signalbox.http.body.bytes", budget, BodyBudget::held);
    }

    void request() {
        requests.increment();
    }

    /** @param reason one of a fixed set of words: each becomes a time series */
    void rejected(String reason) {
        rejected.computeIfAbsent(reason, r -> registry.counter("signalbox.http.rejected", "reason", r))
                .increment();
    }
}
