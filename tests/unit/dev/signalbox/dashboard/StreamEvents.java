package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Severity;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** Events for tests of the streams. */
final class StreamEvents {

    private StreamEvents() {}

    static Events.Event event(long id) {
        return event(id, "message " + id);
    }

    static Events.Event event(long id, String message) {
        return new Events.Event(id, Instant.EPOCH, "log", "origin", "owner", Severity.INFO, message, "{}");
    }

    /** The piece that continues after an id with this many events, whose ids follow each other. */
    static Events.Stored piece(long after, int events) {
        List<Events.Event> list = LongStream.rangeClosed(after + 1, after + events)
                .mapToObj(StreamEvents::event)
                .toList();
        return new Events.Stored(after, after + events, list);
    }

    static Events.Filter search(String q) {
        return new Events.Filter(List.of(), List.of(), List.of(), q, null, null);
    }
}
