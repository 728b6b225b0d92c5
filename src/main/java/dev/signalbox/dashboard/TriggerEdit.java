package dev.signalbox.dashboard;

import dev.signalbox.bus.Triggers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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

    static TriggerEdit of(Triggers.Trigger stored, TriggerForm typed) {
        return new TriggerEdit(stored, TriggerForm.of(stored).sent(), typed);
    }

    boolean isEmpty() {
        return changes().equals(NOTHING);
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

    private <T> @Nullable T changed(Function<TriggerForm, ?> field, @Nullable T value) {
        return field.apply(typed).equals(field.apply(given)) ? null : value;
    }
}
