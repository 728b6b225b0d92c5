package dev.signalbox.livelog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/** What the live logs of a node count. Thread-safe. */
final class LivelogMeters {

    private static final String PREFIX = "signalbox.livelog.";

    private final Counter in;
    private final Counter out;
    private final MeterRegistry registry;
    private final AtomicLong kept;
    /** Bounded by the connections that may be open, and by the streams that HTTP/2 allows on one. */
    private final Set<Download> readers = ConcurrentHashMap.newKeySet();

    LivelogMeters(MeterRegistry registry, Shelf shelf) {
        this.registry = registry;
        in = counter("in.bytes", "bytes taken in from producers");
        out = counter("out.bytes", "bytes sent to readers");
        kept = new AtomicLong();
        gauge("kept.bytes", "bytes of ended logs in the data directory", kept, AtomicLong::get);
        gauge(
                "live",
                "logs whose producer is connected",
                shelf,
                known -> known.live().size());
        gauge("readers", "logs that are being sent to readers", readers, Set::size);
        gauge(
                "reader.lag.max.bytes",
                "bytes that the reader farthest behind has yet to get",
                readers,
                LivelogMeters::longestLag);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(PREFIX + name)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, of, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    void received(long bytes) {
        in.increment((double) bytes);
    }

    void sent(long bytes) {
        out.increment((double) bytes);
    }

    void kept(long bytes) {
        kept.set(bytes);
    }

    /** A producer was turned away before its log began, or a connection was one too many. */
    void rejected(String reason) {
        counter("rejected", "producers and connections turned away", "reason", reason)
                .increment();
    }

    /** A generation came to its end. */
    void ended(State state) {
        counter("ended", "logs that came to their end", "state", state.word()).increment();
    }

    /** A generation was removed because of a setting. */
    void dropped(String limit) {
        counter("removed", "logs removed because of a setting", "limit", limit).increment();
    }

    void reads(Download reader) {
        readers.add(reader);
    }

    void left(Download reader) {
        readers.remove(reader);
    }

    private static double longestLag(Set<Download> readers) {
        return readers.stream().mapToLong(Download::lag).max().orElse(0);
    }
}
