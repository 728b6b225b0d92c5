package dev.signalbox.livelog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the live logs of a node count. Thread-safe. */
final class LivelogMeters {

    private final Counter in;
    private final Counter out;
    private final MeterRegistry registry;
    private final AtomicLong kept;
    /** Bounded by the connections that may be open. */
    private final Set<Download> readers = ConcurrentHashMap.newKeySet();

    LivelogMeters(MeterRegistry registry, Shelf shelf) {
        this.registry = registry;
        in = registry.counter("signalbox.livelog.in.bytes");
        out = registry.counter("signalbox.livelog.out.bytes");
        kept = registry.gauge("signalbox.livelog.kept.bytes", new AtomicLong());
        registry.gauge("signalbox.livelog.live", shelf, known -> known.live().size());
        registry.gauge("signalbox.livelog.readers", readers, Set::size);
        registry.gauge("signalbox.livelog.reader.lag.max.bytes", readers, LivelogMeters::longestLag);
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
        registry.counter("signalbox.livelog.rejected", "reason", reason).increment();
    }

    /** A generation came to its end. */
    void ended(State state) {
        registry.counter("signalbox.livelog.ended", "state", state.word()).increment();
    }

    /** A generation was removed because of a setting. */
    void dropped(String limit) {
        registry.counter("signalbox.livelog.removed", "limit", limit).increment();
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
