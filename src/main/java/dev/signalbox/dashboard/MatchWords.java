package dev.signalbox.dashboard;

import dev.signalbox.bus.Triggers;
import java.util.List;
import java.util.function.UnaryOperator;

/** Says in words which events a trigger is for. */
final class MatchWords {

    /** Values of a field that are named; more would make a list unreadable, and stand on the trigger's own page. */
    private static final int NAMED = 4;

    private static final int REGEX_CHARS = 80;

    private MatchWords() {}

    /** Such as {@code error or critical events from web* whose message matches /time ?out/}. */
    static String of(Triggers.Trigger trigger) {
        StringBuilder words = new StringBuilder();
        boolean every = trigger.severities().isEmpty()
                && trigger.kinds().isEmpty()
                && trigger.origins().isEmpty()
                && trigger.messageRegex().isEmpty();
        if (every) {
            return "every event";
        }
        words.append(either(trigger.severities(), word -> word));
        words.append(words.isEmpty() ? "" : " ").append("events");
        if (!trigger.kinds().isEmpty()) {
            words.append(" of kind ").append(either(trigger.kinds(), word -> word));
        }
        if (!trigger.origins().isEmpty()) {
            words.append(" from ").append(either(trigger.origins(), word -> word.isBlank() ? "(no origin)" : word));
        }
        if (!trigger.messageRegex().isEmpty()) {
            words.append(" whose message matches /")
                    .append(cut(trigger.messageRegex()))
                    .append('/');
        }
        return words.toString();
    }

    private static String either(List<String> values, UnaryOperator<String> word) {
        List<String> named = values.stream().limit(NAMED).map(word).toList();
        if (values.size() > NAMED) {
            return String.join(", ", named) + " or " + (values.size() - NAMED) + " more";
        }
        return named.size() < 2
                ? String.join("", named)
                : String.join(", ", named.subList(0, named.size() - 1)) + " or " + named.getLast();
    }

    private static String cut(String regex) {
        return regex.length() <= REGEX_CHARS
                ? regex
                : regex.substring(0, regex.offsetByCodePoints(0, regex.codePointCount(0, REGEX_CHARS))) + "…";
    }
}
