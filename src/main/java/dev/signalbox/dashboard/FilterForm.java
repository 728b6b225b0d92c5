package dev.signalbox.dashboard;

import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The filter of the events page as it was typed, right or wrong: what the form shows again, and what every link of the
 * page carries on. Its meaning is found by {@code FilterParams}.
 *
 * @param severities words
 * @param since a time, or how long ago, such as {@code 24h}
 */
record FilterForm(
        String q, List<String> severities, List<String> kinds, List<String> origins, String since, String until) {

    FilterForm {
        severities = List.copyOf(severities);
        kinds = List.copyOf(kinds);
        origins = List.copyOf(origins);
    }

    /** Blank fields count as absent, since a form sends all it has. {@code range} is another word for {@code since}. */
    static FilterForm of(MultiMap query) {
        String since = first(query, "since");
        return new FilterForm(
                first(query, "q"),
                all(query, "severity"),
                all(query, "kind"),
                all(query, "origin"),
                since.isEmpty() ? first(query, "range") : since,
                first(query, "until"));
    }

    /** The same filter over another time; empty texts for without beginning or end. */
    FilterForm over(String newSince, String newUntil) {
        return new FilterForm(q, severities, kinds, origins, newSince, newUntil);
    }

    /** All values of a parameter, as {@code FilterParams} asks for them. */
    List<String> values(String name) {
        return switch (name) {
            case "q" -> one(q);
            case "severity" -> severities;
            case "kind" -> kinds;
            case "origin" -> origins;
            case "since" -> one(since);
            case "until" -> one(until);
            default -> List.of();
        };
    }

    boolean isEmpty() {
        return query().isEmpty();
    }

    /** As a query string without question mark, always in the same order: equal filters have equal queries. */
    String query() {
        StringBuilder out = new StringBuilder();
        for (String name : List.of("q", "severity", "kind", "origin", "since", "until")) {
            for (String value : values(name)) {
                out.append(out.isEmpty() ? "" : "&").append(name).append('=').append(encoded(value));
            }
        }
        return out.toString();
    }

    /** The events page with this filter. */
    public String href() {
        return isEmpty() ? "/" : "/?" + query();
    }

    /** The page of this filter that follows {@code before}. */
    String olderHref(long before) {
        return "/?" + query() + (isEmpty() ? "" : "&") + "before=" + before;
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static List<String> one(String value) {
        return value.isEmpty() ? List.of() : List.of(value);
    }

    private static String first(MultiMap query, String name) {
        String value = query.get(name);
        return value == null ? "" : value.strip();
    }

    private static List<String> all(MultiMap query, String name) {
        return query.getAll(name).stream()
                .filter(value -> !value.isBlank())
                .distinct()
                .toList();
    }
}
