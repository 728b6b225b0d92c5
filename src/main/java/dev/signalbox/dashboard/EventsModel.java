package dev.signalbox.dashboard;

import com.github.jknack.handlebars.Handlebars;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the events page shows.
 *
 * @param errors what is wrong with a field, by its name
 * @param histogram null when there is none; {@code uncounted} then says why
 * @param rows HTML of the rows, newest first
 * @param position where the stream goes on; 0 when the page is not live
 * @param older the page that follows; empty when there is none
 */
record EventsModel(
        Frame frame,
        FilterForm form,
        Map<String, String> errors,
        @Nullable Histogram histogram,
        String uncounted,
        Handlebars.SafeString rows,
        boolean empty,
        boolean live,
        long position,
        String older,
        String baseUrl) {

    private static final List<String> SPANS = List.of("15m", "1h", "6h", "24h", "7d", "30d");

    EventsModel {
        errors = Map.copyOf(errors);
    }

    /** A choice among others. */
    record Choice(String value, String href, boolean chosen) {}

    /** A field that may be given several times. */
    record Field(String value, boolean first) {}

    /** The first mistake of each field. */
    static Map<String, String> byField(Fault fault) {
        if (!(fault instanceof Fault.Invalid invalid)) {
            return Map.of("", fault.why());
        }
        Map<String, String> errors = new TreeMap<>();
        invalid.errors().forEach(error -> errors.putIfAbsent(error.field(), error.message()));
        return errors;
    }

    public List<Choice> severities() {
        return Arrays.stream(Severity.values())
                .map(Severity::word)
                .map(word -> new Choice(word, "", form.severities().contains(word)))
                .toList();
    }

    public List<Choice> spans() {
        return SPANS.stream()
                .map(span -> new Choice(
                        span,
                        form.over(span, "").href(),
                        span.equals(form.since()) && form.until().isEmpty()))
                .toList();
    }

    public List<Field> origins() {
        return fields(form.origins());
    }

    public List<Field> kinds() {
        return fields(form.kinds());
    }

    /** The rarer fields are unfolded only when one of them says something. */
    public boolean unfolded() {
        return !form.kinds().isEmpty()
                || !form.until().isEmpty()
                || (!form.since().isEmpty() && !SPANS.contains(form.since()))
                || errors.keySet().stream().anyMatch(field -> !field.equals("q"));
    }

    /** The same filter over all time. */
    public String allTime() {
        return form.over("", "").href();
    }

    public boolean anyTime() {
        return form.since().isEmpty() && form.until().isEmpty();
    }

    public boolean filtered() {
        return !form.isEmpty();
    }

    public boolean refused() {
        return !errors.isEmpty();
    }

    /** Whether there is nothing to draw: no event at all, or no valid filter. */
    public boolean bare() {
        return refused() || (empty && !filtered());
    }

    /** Makes the first entry. */
    public String logCommand() {
        return "curl -d \"started cleanup\" '" + baseUrl + "/.log?origin=worknode'";
    }

    public String query() {
        return form.query();
    }

    /** What is wrong with the request, but with none of the fields of the form. */
    public @Nullable String otherError() {
        return errors.entrySet().stream()
                .filter(error -> form.values(error.getKey()).isEmpty())
                .map(error -> (error.getKey() + ": " + error.getValue()).replaceFirst("^: ", ""))
                .findFirst()
                .orElse(null);
    }

    private static List<Field> fields(List<String> values) {
        return values.isEmpty()
                ? List.of(new Field("", true))
                : values.stream()
                        .map(v -> new Field(v, v.equals(values.getFirst())))
                        .toList();
    }
}
