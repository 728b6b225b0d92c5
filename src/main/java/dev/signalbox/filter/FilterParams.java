package dev.signalbox.filter;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the query parameters that every list and stream of events shares: {@code q}, {@code origin} and {@code kind}
 * and {@code severity} (each repeatable, the last two also separated by commas), {@code since}, {@code until}; further
 * {@code limit}, ids and flags. An empty value is no value, since a form sends all its fields. Mistakes, such as two values
 * where one is expected, are collected, and {@link #check} tells them all at once. Single use, one thread.
 */
public final class FilterParams {

    /** Values of one repeatable parameter; each is compared with every event. */
    public static final int MAX_VALUES = 64;

    private final Function<String, List<String>> params;
    private final Instant now;
    private final List<Fault.FieldError> mistakes = new ArrayList<>();

    /**
     * @param params all values of a parameter by its name, decoded; an empty list for one that is absent
     * @param now what relative times count from
     */
    public FilterParams(Function<String, List<String>> params, Instant now) {
        this.params = params;
        this.now = now;
    }

    /** @throws FaultException {@link Fault.Invalid} with every mistake */
    public static Events.Filter parse(Function<String, List<String>> params) {
        FilterParams reader = new FilterParams(params, Instant.now());
        Events.Filter filter = reader.filter();
        reader.check();
        return filter;
    }

    /** Means nothing before {@link #check}. */
    public Events.Filter filter() {
        Instant since = time("since");
        Instant until = time("until");
        if (since != null && until != null && !since.isBefore(until)) {
            wrong("until", "must be later than since");
        }
        return new Events.Filter(severities(), words("kind"), values("origin"), q(), since, until);
    }

    /** A whole number from 1. */
    public int limit(int standIn, int max) {
        String text = single("limit");
        if (text.isEmpty()) {
            return standIn;
        }
        long limit = decimal(text);
        if (limit < 1 || limit > max) {
            wrong("limit", "is \"" + clipped(text) + "\"; it must be a whole number from 1 to " + max);
            return standIn;
        }
        return (int) limit;
    }

    /** The id of an event, or a position between two: a decimal number from 0 to 2^63-1. */
    public long id(String name, long standIn) {
        return id(name, standIn, Long.MAX_VALUE);
    }

    /** @param newest no event can have a larger id at this time */
    public long id(String name, long standIn, long newest) {
        String text = single(name);
        if (text.isEmpty()) {
            return standIn;
        }
        long id = decimal(text);
        if (id < 0) {
            wrong(name, "is \"" + clipped(text) + "\"; it must be the id of an event, a decimal number below 2^63");
            return standIn;
        }
        if (id > newest) {
            wrong(name, "is " + id + ", later than any event can be; it must be the id of an event");
            return standIn;
        }
        return id;
    }

    /** {@code 1} or {@code 0}. */
    public boolean flag(String name, boolean standIn) {
        String text = single(name);
        if (text.isEmpty()) {
            return standIn;
        }
        if (!text.equals("1") && !text.equals("0")) {
            wrong(name, "is \"" + clipped(text) + "\"; it must be 1 or 0");
        }
        return text.equals("1");
    }

    /** @throws FaultException {@link Fault.Invalid} with every mistake so far, when there is one */
    public void check() {
        if (!mistakes.isEmpty()) {
            throw new FaultException(new Fault.Invalid(mistakes));
        }
    }

    private String q() {
        String q = single("q");
        try {
            SearchParser.parse(q);
        } catch (FaultException e) {
            wrong("q", ((Fault.Invalid) e.fault()).errors().getFirst().message());
        }
        return q;
    }

    private List<Severity> severities() {
        List<Severity> severities = new ArrayList<>();
        for (String word : words("severity")) {
            Severity.ofWord(word).ifPresentOrElse(severities::add, () -> unknownSeverity(word));
        }
        return severities;
    }

    private void unknownSeverity(String word) {
        wrong("severity", "\"" + clipped(word) + "\" is none of debug, info, warn, error, critical");
    }

    private @Nullable Instant time(String name) {
        String text = single(name);
        if (text.isEmpty()) {
            return null;
        }
        Instant time = Times.parse(text, now);
        if (time == null) {
            wrong(
                    name,
                    "is \"" + clipped(text) + "\"; it must be a time such as 2026-11-20T08:00:00Z or"
                            + " 2026-11-20T09:00:00+01:00, or how long ago, such as 15m, 2h or 7d");
        }
        return time;
    }

    private List<String> words(String name) {
        return bounded(
                name,
                values(name).stream()
                        .flatMap(value -> Stream.of(value.split(",", -1)))
                        .map(String::trim)
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    private List<String> values(String name) {
        return bounded(
                name,
                params.apply(name).stream()
                        .map(FilterParams::storable)
                        .filter(value -> !value.isEmpty())
                        .toList());
    }

    private List<String> bounded(String name, List<String> values) {
        Set<String> distinct = new LinkedHashSet<>(values);
        if (distinct.size() > MAX_VALUES) {
            wrong(name, "has " + distinct.size() + " values; at most " + MAX_VALUES + " are allowed");
            return List.of();
        }
        return List.copyOf(distinct);
    }

    private String single(String name) {
        List<String> values =
                params.apply(name).stream().filter(value -> !value.isEmpty()).toList();
        if (values.size() > 1) {
            wrong(name, "is given " + values.size() + " times; only one value can be meant");
            return "";
        }
        return values.isEmpty() ? "" : storable(values.getFirst()).trim();
    }

    /** As it is kept: PostgreSQL has no NUL, so what was said with one is stored, and found, with U+FFFD. */
    private static String storable(String value) {
        return value.replace('\0', '\uFFFD');
    }

    /** -1 when the text is no decimal number that fits. */
    private static long decimal(String text) {
        try {
            return text.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(text) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String clipped(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private void wrong(String field, String why) {
        mistakes.add(new Fault.FieldError(field, why));
    }
}
