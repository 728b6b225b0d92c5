package dev.signalbox.triggers;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A try that was made.
 *
 * @param number counts the delivery's tries, from 1
 * @param state of the delivery now: as its row has it
 * @param due when the next try is made; null when none is
 * @param gone whether the target wants no more, ever (410)
 * @param cutOff whether the node ended it, so that it says nothing of the target and the schedule does not count it
 */
record Tried(
        Delivery delivery,
        int number,
        Instant at,
        Outcome outcome,
        String state,
        @Nullable Instant due,
        boolean gone,
        boolean cutOff) {

    static Tried of(Delivery delivery, Instant at, Outcome outcome, RandomGenerator random) {
        int number = delivery.attempts() + 1;
        return switch (Schedule.verdict(outcome.status())) {
            case DONE -> new Tried(delivery, number, at, outcome, "done", null, false, false);
            case GONE -> new Tried(delivery, number, at, outcome, "dead", null, true, false);
            case RETRY ->
                Schedule.pause(number - delivery.forgiven(), outcome.retryAfter(), random)
                        .map(pause -> new Tried(
                                delivery,
                                number,
                                at,
                                outcome,
                                "due",
                                Instant.now().plus(pause),
                                false,
                                false))
                        .orElseGet(() -> new Tried(delivery, number, at, outcome, "dead", null, false, false));
        };
    }

    /** For whoever comes next, at once. */
    static Tried cutOff(Delivery delivery, Instant at, Outcome outcome) {
        return new Tried(delivery, delivery.attempts() + 1, at, outcome, "due", Instant.now(), false, true);
    }

    boolean succeeded() {
        return state.equals("done");
    }

    boolean failed() {
        return !succeeded() && !cutOff;
    }
}
