package dev.signalbox.events;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in a sentence what is wrong with text that is not JSON. The parser's own words name its options and its source. */
final class NotJson {

    private static final String VALUE =
            "a value is expected: an object, an array, text in double quotes, a number, true, false or null";

    /**
     * Sentences by what the parser's message has in it; the first that fits. Those about tokens come first, because their
     * messages repeat the client's text.
     */
    private static final Map<String, String> SENTENCES = new LinkedHashMap<>();

    static {
        SENTENCES.put("Unrecognized token", VALUE);
        SENTENCES.put("Non-standard token", VALUE);
        SENTENCES.put("character escape '", "a backslash stands before what it cannot escape");
        SENTENCES.put("hex-digit", "\\u stands without four hexadecimal digits");
        SENTENCES.put("unquoted character", "a control character in text must be written as an escape");
        SENTENCES.put("separate field name", "a colon is expected");
        SENTENCES.put("start field name", "a name in double quotes is expected");
        SENTENCES.put("expecting comma", "a comma is expected");
        SENTENCES.put("close marker", "another brace or bracket was opened last");
        SENTENCES.put("numeric value", "a number cannot be written so");
        SENTENCES.put("expected a", VALUE);
    }

    private NotJson() {}

    static String why(JsonProcessingException broken) {
        return switch (broken) {
            case JsonEOFException ended -> "not JSON: it ends too early";
            case StreamConstraintsException large -> "has a number or a name that is too long, or is nested too deep";
            default -> "not JSON" + place(broken.getLocation()) + ": " + sentence(broken.getOriginalMessage());
        };
    }

    private static String sentence(String message) {
        return SENTENCES.entrySet().stream()
                .filter(each -> message.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("something else is expected");
    }

    /** Near, since of a wrong word the parser tells the end. The first line is the only one of an event in NDJSON. */
    private static String place(@Nullable JsonLocation location) {
        if (location == null || location.getColumnNr() < 1) {
            return "";
        }
        String line = location.getLineNr() > 1 ? "line " + location.getLineNr() + ", " : "";
        return " near " + line + "column " + location.getColumnNr();
    }
}
