package dev.signalbox.dashboard;

import com.github.jknack.handlebars.Handlebars;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.Triggers;

/**
 * Which of the last events the filters in the form would have matched.
 *
 * @param rows of those that are shown
 * @param wrong why that cannot be said; empty when it can
 */
record PreviewView(int looked, int matched, int shown, Handlebars.SafeString rows, String wrong) {

    static PreviewView of(Triggers.Previewed previewed, EventRows rows) {
        return new PreviewView(
                previewed.looked(),
                previewed.matched(),
                previewed.events().size(),
                new Handlebars.SafeString(rows.bare(previewed.events())),
                "");
    }

    /** What is wrong with a field is told there too, once the form is sent. */
    static PreviewView failed(Fault fault) {
        String why = fault instanceof Fault.Invalid invalid
                ? invalid.errors().stream()
                        .findFirst()
                        .map(error -> (label(error.field()) + " " + error.message()).strip())
                        .orElse("")
                : "Not looked up: " + fault.why();
        return new PreviewView(0, 0, 0, new Handlebars.SafeString(""), why);
    }

    /** Such as {@code 12 of the last 1,000 events}. */
    public String words() {
        if (looked == 0) {
            return "No event is stored yet.";
        }
        return (matched == 0 ? "None" : Amounts.number(matched)) + " of the last "
                + (looked == 1 ? "1 event" : Amounts.number(looked) + " events");
    }

    /** Whether there are more than the rows. */
    public boolean cut() {
        return matched > shown;
    }

    private static String label(String field) {
        return switch (field) {
            case "message_regex" -> "The expression";
            case "severities" -> "Severities";
            case "kinds" -> "Kinds";
            case "origins" -> "Origins";
            default -> field;
        };
    }
}
