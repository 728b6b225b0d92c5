package dev.signalbox.events;

import dev.signalbox.bus.Events.Filter;
import dev.signalbox.bus.Severity;
import dev.signalbox.filter.Search;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a filter as SQL conditions and collects their parameters. Regular expressions are left out: PostgreSQL speaks
 * another dialect, so they are applied to the rows that meet all the rest.
 */
final class ConditionsSql {

    // The outer edges of what both timestamptz and the client's arithmetic hold.
    private static final Instant MIN_TIME = Instant.parse("-4000-01-01T00:00:00Z");
    private static final Instant MAX_TIME = Instant.parse("+200000-01-01T00:00:00Z");

    private final Tuple parameters = Tuple.tuple();

    Tuple parameters() {
        return parameters;
    }

    /** Adds a parameter and gives its placeholder, which may be used more than once. */
    String parameter(Object value) {
        parameters.addValue(value);
        return "$" + parameters.size();
    }

    /** Everything but the times. */
    List<String> contents(Filter filter, Search search) {
        List<String> all = new ArrayList<>();
        if (!filter.severities().isEmpty()) {
            all.add(severities(filter.severities()));
        }
        if (!filter.kinds().isEmpty()) {
            all.add("kind = any(" + parameter(filter.kinds().toArray(String[]::new)) + ")");
        }
        if (!filter.origins().isEmpty()) {
            all.add(origins(filter.origins()));
        }
        for (Search.Term term : search.terms()) {
            String condition = condition(term);
            if (!condition.isEmpty()) {
                all.add(condition);
            }
        }
        return all;
    }

    /** The event's own time. */
    List<String> times(Filter filter) {
        List<String> all = new ArrayList<>();
        if (filter.since() != null) {
            all.add("at >= " + parameter(storable(filter.since())));
        }
        if (filter.until() != null) {
            all.add("at < " + parameter(storable(filter.until())));
        }
        return all;
    }

    static OffsetDateTime storable(Instant instant) {
        Instant held = instant.isBefore(MIN_TIME) ? MIN_TIME : instant.isAfter(MAX_TIME) ? MAX_TIME : instant;
        return held.atOffset(ZoneOffset.UTC);
    }

    private static String severities(List<Severity> severities) {
        // Literals and not parameters, so that the planner can see when the index on grave events fits. That index's
        // own condition beside them would pass for another one, and what meets both for fifty times rarer than it is.
        List<String> numbers =
                severities.stream().map(severity -> "" + severity.ordinal()).toList();
        return "severity in (" + String.join(", ", numbers) + ")";
    }

    private String origins(List<String> origins) {
        List<String> any = new ArrayList<>();
        for (String origin : origins) {
            any.add(
                    origin.contains("*")
                            ? "origin like " + parameter(like(origin).replace("*", "%"))
                            : "origin = " + parameter(origin));
        }
        return "(" + String.join(" or ", any) + ")";
    }

    private String condition(Search.Term term) {
        return switch (term) {
            case Search.Text text -> "message ilike " + parameter("%" + like(text.text()) + "%");
            case Search.Field field ->
                "metadata #>> " + parameter(field.path().toArray(String[]::new)) + "::text[] = "
                        + parameter(field.value());
            case Search.Regex regex -> "";
            case Search.Not not -> negated(condition(not.term()));
        };
    }

    private static String negated(String condition) {
        // A field that is not there compares as unknown, and unknown is not equal.
        return condition.isEmpty() ? "" : "(" + condition + ") is not true";
    }

    private static String like(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
