package dev.signalbox.triggers;

import dev.signalbox.bus.Events.Event;
import java.util.List;
import java.util.UUID;

/**
 * What a trigger lets through of a group of events that matched it, and what it holds back.
 *
 * @param cooldownSeconds 0 for none; with one, at most one event is admitted, and only if the store agrees that the last one
 *     was long enough ago
 * @param admitted in the order of their ids
 * @param held how many more matched but exceed the trigger's rate or cooldown
 * @param carries whether events may have been held back before, whose number the first delivery takes along
 */
record Admission(UUID triggerId, int cooldownSeconds, List<Event> admitted, int held, boolean carries) {
    Admission {
        admitted = List.copyOf(admitted);
    }

    int matched() {
        return admitted.size() + held;
    }
}
