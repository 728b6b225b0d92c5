package dev.signalbox.dashboard;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the editor shows.
 *
 * @param trigger as it is stored; null for one that is not yet
 * @param errors what is wrong with a field, by its name
 * @param tested null when no test was asked for
 * @param secret what was generated, shown this once; empty otherwise
 * @param saved whether it comes from being saved
 * @param outdated whether it was not saved, since the trigger was changed after its form was shown
 */
record TriggerModel(
        Frame frame,
        @Nullable TriggerView trigger,
        TriggerForm form,
        Map<String, String> errors,
        PreviewView preview,
        @Nullable TestedView tested,
        String secret,
        boolean saved,
        boolean outdated) {

    TriggerModel {
        errors = Map.copyOf(errors);
    }

    TriggerModel asOutdated() {
        return new TriggerModel(frame, trigger, form, errors, preview, tested, secret, saved, true);
    }

    public String action() {
        return trigger == null ? "/triggers/new" : trigger.href();
    }

    public String previewAction() {
        return trigger == null ? "/triggers/preview" : "/triggers/preview?id=" + FilterForm.encoded(trigger.id());
    }

    public boolean refused() {
        return !errors.isEmpty();
    }

    /** What is wrong with none of the fields. */
    public @Nullable String otherError() {
        return errors.get("");
    }

    /** Where the form differs from what is stored now. */
    public List<TriggerEdit.Difference> differences() {
        return trigger == null
                ? List.of()
                : TriggerEdit.of(trigger.trigger(), form).differences();
    }

    /** Fields that cannot show all of what is stored. */
    public Map<String, Boolean> unshown() {
        return trigger == null
                ? Map.of()
                : TriggerEdit.of(trigger.trigger(), form).unshown();
    }

    public String unshownWords() {
        return "What is stored has line breaks or outer spaces that this field cannot show; they stay until you change it.";
    }

    public boolean onSettings() {
        return true;
    }
}
