package dev.signalbox.livelog;

import dev.signalbox.conf.Settings;
import dev.signalbox.conf.SettingsLoader;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows and settings for tests. */
final class Samples {

    static final Instant STARTED = Instant.parse("2026-11-20T08:00:00Z");

    private Samples() {}

    static LogRow row(String stream, int generation, State state, long bytes, @Nullable Instant ended, String told) {
        return new LogRow(
                new LogKey(stream, generation),
                state,
                bytes,
                STARTED,
                ended,
                new Producer("127.0.0.1", "", ""),
                "node",
                told);
    }

    static Settings settings(Map<String, String> environment) {
        return SettingsLoader.load(null, environment);
    }
}
