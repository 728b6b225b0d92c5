package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Severity;
import java.time.Instant;

/** Events for tests of the pages. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private Samples() {}

    static Events.Event message(String message) {
        return event("worknode", "laptop", message, "{}");
    }

    static Events.Event event(String origin, String owner, String message, String metadata) {
        Instant at = NOW.minusSeconds(300);
        return new Events.Event(7234567890123456789L, at, "log", origin, owner, Severity.WARN, message, metadata);
    }
}
