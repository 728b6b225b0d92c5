package dev.signalbox.events;

import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Severity;
import java.time.Duration;
import java.time.Instant;

/** Events and settings for the tests of this package. */
final class EventTexts {

    static final EventsConf CONF = new EventsConf(
            64 << 10,
            16 << 10,
            16 << 20,
            50_000,
            48 << 20,
            4_096,
            2,
            1,
            Duration.ofDays(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2));

    private EventTexts() {}

    static Draft draft(String message) {
        return new Draft(Instant.now(), "log", "tests", "me", Severity.INFO, message, "{}");
    }
}
