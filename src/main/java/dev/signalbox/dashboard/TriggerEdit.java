package dev.signalbox.dashboard;

import dev.signalbox.bus.Triggers;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A stored trigger, and the form that is to change it. Programs may store what a field cannot show, such as a line break in
 * an expression. So a field that sends back what it was given changes nothing, and what is stored stays as it is.
 *
 * @param given what the form sends when nothing is typed
 */
record TriggerEdit(Triggers.Trigger stored, TriggerForm given, TriggerForm typed) {

    private static final Triggers.Settings NOTHING =
            new Triggers.Settings(null, null, null, null, null, null, null, null, null, null, null, null);

    /** Characters of a value that are told; the rest is for the page that shows it. */
    private static final int TOLD = 300;

    private static final List<Field> FIELDS = List.of(
            new Field("Name", TriggerForm::name),
            new Field("Enabled", form -> form.enabled() ? "yes" : "no"),
            new Field("Severities", TriggerEdit::severities),
            new Field("Origins", form -> or(form.origins(), "any")),
            new Field("Kinds", form -> or(form.kinds(), "any")),
            new Field("Expression", form -> or(form.messageRegex(), "any")),
            new Field("URL", TriggerForm::url),
            new Field("Format", TriggerForm::format),
            new Field("Template", form -> or(form.template(), "none")),
            new Field("At most once in", form -> form.cooldown() + " s"),
            new Field("Headers", form -> or(form.headers(), "none")),
            new Field("Secret", form -> or(form.secret(), "not shown")));

    /** A field in words. */
    private record Field(String label, Function<TriggerForm, String> words) {}

    /** @param stored the value it has now, in words */
    record Difference(String label, String stored) {}

    static TriggerEdit of(Triggers.Trigger stored, TriggerForm typed) {
        return new TriggerEdit(stored, TriggerForm.of(stored).sent(), typed);
    }

    /** Whether who typed saw what is stored, and left it so. */
    boolean isEmpty() {
        return changes().equals(NOTHING) && read().equals(stored.updated());
    }

    /** When what was shown had been changed last; for a form that does not say it, what is stored. */
    Instant read() {
        if (typed.read().isEmpty()) {
            return stored.updated();
        }
        try {
            return Instant.parse(typed.read());
        } catch (DateTimeParseException e) {
            // It is no time that the page has given: nobody knows what was seen.
            return Instant.EPOCH;
        }
    }

    /** Where the form differs from what is stored now. */
    List<Difference> differences() {
        return FIELDS.stream()
                .filter(field ->
                        !field.words().apply(typed).equals(field.words().apply(given)))
                .map(field -> new Difference(field.label(), cut(field.words().apply(given))))
                .toList();
    }

    /** What is asked for, without what stays as it is. */
    Triggers.Settings changes() {
        Triggers.Settings all = typed.settings();
        return new Triggers.Settings(
                changed(TriggerForm::name, all.name()),
                changed(TriggerForm::enabled, all.enabled()),
                changed(form -> Set.copyOf(form.severities()), all.severities()),
                changed(TriggerForm::kinds, all.kinds()),
                changed(TriggerForm::origins, all.origins()),
                changed(TriggerForm::messageRegex, all.messageRegex()),
                changed(TriggerForm::url, all.url()),
                all.secret(),
                changed(TriggerForm::format, all.format()),
                changed(TriggerForm::template, all.template()),
                // Which of them may be given depends on the format.
                changed(form -> List.of(form.headers(), form.format()), all.headers()),
                changed(TriggerForm::cooldown, all.cooldownSeconds()));
    }

    /** What it would match when saved. */
    Triggers.Settings filters() {
        Triggers.Settings changes = changes();
        return new Triggers.Settings(
                null,
                null,
                Objects.requireNonNullElse(changes.severities(), stored.severities()),
                Objects.requireNonNullElse(changes.kinds(), stored.kinds()),
                Objects.requireNonNullElse(changes.origins(), stored.origins()),
                Objects.requireNonNullElse(changes.messageRegex(), stored.messageRegex()),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Whether a field cannot show all of what is stored, for each that may be so. */
    Map<String, Boolean> unshown() {
        Triggers.Settings shown = given.settings();
        return Map.of(
                "kinds", !stored.kinds().equals(shown.kinds()),
                "origins", !stored.origins().equals(shown.origins()),
                "message_regex", !stored.messageRegex().equals(given.messageRegex()),
                "template", !stored.template().equals(given.template()));
    }

    private static String severities(TriggerForm form) {
        String chosen = form.severityChoices().stream()
                .filter(TriggerForm.Choice::chosen)
                .map(TriggerForm.Choice::label)
                .collect(Collectors.joining(", "));
        return or(chosen, "any");
    }

    private static String or(String words, String none) {
        return words.isEmpty() ? none : words;
    }

    private static String cut(String words) {
        return words.codePointCount(0, words.length()) <= TOLD
                ? words
                : words.substring(0, words.offsetByCodePoints(0, TOLD)) + "…";
    }

    private <T> @Nullable T changed(Function<TriggerForm, ?> field, @Nullable T value) {
        return field.apply(typed).equals(field.apply(given)) ? null : value;
    }
}
