package dev.signalbox.triggers;

import dev.signalbox.bus.Events.Event;
import java.time.Instant;
import java.util.UUID;

/**
 * One event to one target, as a worker holds it.
 *
 * @param id goes out with every try, so that a receiver knows a repetition
 * @param suppressed events that the trigger held back before this one
 * @param attempts already made
 * @param forgiven of those, how many the schedule does not count
 * @param claimed when it became ours alone, by {@link System#nanoTime()}
 */
record Delivery(
        UUID id,
        UUID triggerId,
        Event event,
        long suppressed,
        Instant created,
        int attempts,
        int forgiven,
        long claimed) {}
