package dev.signalbox.dashboard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What the streams of this node count, over all web instances. Thread-safe. */
final class StreamMetrics {

    final AtomicInteger listeners = new AtomicInteger();
    final Counter frames;
    final Counter catchUps;
    final Counter ringMisses;
    final Counter lostPieces;
    final Counter refused;

    StreamMetrics(MeterRegistry meters) {
        Gauge.builder("signalbox.stream.listeners", listeners, AtomicInteger::get)
                .description("open streams")
                .register(meters);
        frames = counter(meters, "frames", "events sent, once for each listener");
        catchUps = counter(meters, "catch.ups", "questions to the store for listeners that were behind");
        ringMisses = counter(meters, "ring.misses", "times a listener was behind what is kept in memory");
        lostPieces = counter(meters, "lost.pieces", "gaps in what the store announced");
        refused = counter(meters, "refused", "streams told to come back later");
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("signalbox.stream." + name)
                .description(description)
                .register(meters);
    }
}
