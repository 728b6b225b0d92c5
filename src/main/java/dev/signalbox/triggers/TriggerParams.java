package dev.signalbox.triggers;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Query parameters. A bad one is thrown as the fault that names it. */
final class TriggerParams {

    private static final List<String> STATES = List.of("", "due", "done", "dead");
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 1_000;

    private TriggerParams() {}

    /** Refuses a parameter that is none of these, or is given twice: with a bound that is misspelt, everything would be meant. */
    static void only(MultiMap parameters, String... names) {
        List<String> known = List.of(names);
        for (String name : parameters.names()) {
            if (!known.contains(name)) {
                throw invalid(name, "is no parameter here; there are " + String.join(", ", known));
            }
            if (parameters.getAll(name).size() > 1) {
                throw invalid(name, "is given more than once");
            }
        }
    }

    static String state(@Nullable String text) {
        String state = text == null ? "" : text;
        if (!STATES.contains(state)) {
            throw invalid("state", "must be due, done or dead");
        }
        return state;
    }

    static @Nullable Instant time(String name, @Nullable String text) {
        try {
            return text == null || text.isEmpty()
                    ? null
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid(name, "is not an RFC 3339 time such as 2026-11-20T08:00:00Z");
        }
    }

    static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw invalid("limit", "must be a whole number from 1 to " + MOST);
        }
        return limit;
    }

    static String required(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw invalid(name, "is missing");
        }
        return text;
    }

    /** What is no id is the id of nothing. */
    static UUID id(String what, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new FaultException(new Fault.NotFound("there is no " + what + " " + text));
        }
    }

    private static FaultException invalid(String field, String why) {
        return new FaultException(new Fault.Invalid(field, why));
    }
}
