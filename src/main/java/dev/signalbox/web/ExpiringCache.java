package dev.signalbox.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bounded map that forgets: what was not asked for the longest when it is full, and each value after its time. Not
 * thread-safe.
 */
final class ExpiringCache<V> {

    private final Map<String, Timed<V>> values;

    private record Timed<V>(V value, long until) {}

    ExpiringCache(int size) {
        this.values = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Timed<V>> eldest) {
                return size() > size;
            }
        };
    }

    @Nullable
    V get(String key) {
        Timed<V> timed = values.get(key);
        if (timed == null || System.nanoTime() - timed.until() >= 0) {
            return null;
        }
        return timed.value();
    }

    void put(String key, V value, Duration ttl) {
        values.put(key, new Timed<>(value, System.nanoTime() + ttl.toNanos()));
    }
}
