package dev.signalbox.dashboard;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Lays out JSON again without touching what it says: only the space between tokens changes, so numbers keep their
 * digits, texts their escapes, and objects their doubled keys. Thread-safe.
 */
final class JsonText {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** Whether the whole text is one JSON object or array. Cheap for texts that do not look like it. */
    static boolean isJson(String text) {
        String trimmed = text.strip();
        if (trimmed.length() < 2 || !isPair(trimmed.charAt(0), trimmed.charAt(trimmed.length() - 1))) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(trimmed)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.currentToken() != null && parser.nextToken() == null;
        } catch (IOException e) {
            // Not being JSON is the usual case here.
            return false;
        }
    }

    /** On one line. */
    static String compact(String json) {
        return new JsonLayout(json, false).write();
    }

    /** One member a line, indented by two spaces a level. */
    static String pretty(String json) {
        return new JsonLayout(json, true).write();
    }

    /** Hands each member of the object to {@code members}. @return false when the text is not one JSON object */
    static boolean eachMember(String json, Members members) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                member(json, parser, members);
            }
            return parser.currentToken() == JsonToken.END_OBJECT;
        } catch (IOException e) {
            return false;
        }
    }

    private static void member(String json, JsonParser parser, Members members) throws IOException {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (token != null && token.isStructStart()) {
            int from = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            int to = (int) parser.currentLocation().getCharOffset();
            members.member(name, json.substring(from, to), true);
        } else {
            members.member(name, parser.getText(), false);
        }
    }

    private static boolean isPair(char first, char last) {
        return (first == '{' && last == '}') || (first == '[' && last == ']');
    }

    /** Takes the members of an object, in their order. */
    @FunctionalInterface
    interface Members {
        /**
         * @param value a text without its quotes, any other scalar as written, or the JSON of an object or array
         * @param nested whether it is an object or array
         */
        void member(String name, @Nullable String value, boolean nested);
    }
}
