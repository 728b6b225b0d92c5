package dev.signalbox.events;

import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Events.Event;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one statement stores: the drafts of several requests, with their ids. Not thread-safe: the writer owns it.
 */
final class Batch {

    /** Beyond this distance between an event's own time and its arrival, an id range no longer finds it by its time. */
    static final Duration LATE = Duration.ofMinutes(1);

    /** One request's drafts, waiting for their answer. */
    record Waiting(List<Draft> drafts, long bytes, Promise<List<Long>> answer) {}

    /** One request's events, and why they could not be stored, if so. */
    static final class Part {
        private final Waiting request;
        private final List<Event> events;
        private @Nullable Throwable failure;

        private Part(Waiting request, List<Event> events) {
            this.request = request;
            this.events = events;
        }

        List<Event> events() {
            return events;
        }

        void fail(Throwable cause) {
            failure = cause;
        }
    }

    private final List<Part> parts = new ArrayList<>();
    private final long started;
    private boolean settled;

    /** @param started as the caller's clock counts */
    Batch(List<Waiting> requests, IdClock ids, long started) {
        this.started = started;
        for (Waiting request : requests) {
            List<Event> events = new ArrayList<>(request.drafts().size());
            request.drafts().forEach(draft -> events.add(event(ids.next(), draft)));
            parts.add(new Part(request, events));
        }
    }

    /** One for each request, in the order of their ids. Never empty, and none of them is. */
    List<Part> parts() {
        return parts;
    }

    long started() {
        return started;
    }

    long first() {
        return parts.getFirst().events.getFirst().id();
    }

    long last() {
        return parts.getLast().events.getLast().id();
    }

    int size() {
        return parts.stream().mapToInt(part -> part.events.size()).sum();
    }

    boolean settled() {
        return settled;
    }

    /** Every statement for this batch has ended. */
    void settle() {
        settled = true;
    }

    boolean failed() {
        return parts.stream().anyMatch(part -> part.failure != null);
    }

    /** The events that were committed, oldest first. */
    List<Event> stored() {
        List<Event> stored = new ArrayList<>();
        for (Part part : parts) {
            if (part.failure == null) {
                stored.addAll(part.events);
            }
        }
        return stored;
    }

    /** Answers every request: with the ids of its own drafts, or with its own failure. */
    void answer() {
        for (Part part : parts) {
            if (part.failure == null) {
                part.request
                        .answer()
                        .complete(part.events.stream().map(Event::id).toList());
            } else {
                part.request.answer().fail(part.failure);
            }
        }
    }

    static boolean late(Event event) {
        Instant arrival = Instant.ofEpochMilli(EventId.epochMillis(event.id()));
        return Duration.between(event.at(), arrival).abs().compareTo(LATE) > 0;
    }

    private static Event event(long id, Draft draft) {
        return new Event(
                id,
                draft.at(),
                draft.kind(),
                draft.origin(),
                draft.owner(),
                draft.severity(),
                draft.message(),
                draft.metadata());
    }
}
