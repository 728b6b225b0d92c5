package dev.signalbox.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.DupDetector;
import dev.signalbox.events.EventReader.BadEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayDeque;

/** Copies a JSON object into text that PostgreSQL's jsonb takes without fail. */
final class MetadataReader {

    /** Deep enough for any record of a real program; each level costs the reader of a page a level of indentation. */
    static final int MAX_DEPTH = 64;

    /** Longer numbers are not numbers that anybody computes with, and jsonb would store every digit of 1e100000. */
    private static final int MAX_NUMBER_CHARS = 64;

    private static final double MAX_EXPONENT_VALUE = 1e300;

    private static final JsonFactory JSON = new JsonFactory();

    private MetadataReader() {}

    /**
     * Reads the object at whose opening brace the parser stands, up to its closing brace.
     *
     * @param escapes whether the text may spell what PostgreSQL cannot hold
     */
    static String read(JsonParser parser, int maxBytes, boolean escapes) throws IOException, BadEvent {
        StringWriter text = new StringWriter();
        ArrayDeque<DupDetector> names = new ArrayDeque<>();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            int depth = 0;
            JsonToken token = parser.currentToken();
            while (true) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > MAX_DEPTH) {
                    throw new BadEvent("metadata", "is nested deeper than " + MAX_DEPTH + " levels");
                }
                copy(token, parser, out, names, escapes);
                if (text.getBuffer().length() > maxBytes) {
                    throw tooLong(maxBytes);
                }
                if (depth == 0) {
                    break;
                }
                token = parser.nextToken();
                if (token == null) {
                    throw new IOException("the text ends inside metadata");
                }
            }
        }
        String object = text.toString();
        if (Texts.longer(object, maxBytes)) {
            throw tooLong(maxBytes);
        }
        return object;
    }

    private static void copy(
            JsonToken token, JsonParser parser, JsonGenerator out, ArrayDeque<DupDetector> names, boolean escapes)
            throws IOException, BadEvent {
        switch (token) {
            case START_OBJECT -> {
                names.push(DupDetector.rootDetector(parser));
                out.writeStartObject();
            }
            case END_OBJECT -> {
                names.pop();
                out.writeEndObject();
            }
            case FIELD_NAME -> out.writeFieldName(name(parser, names.getFirst(), escapes));
            case VALUE_STRING -> out.writeString(escapes ? Texts.clean(parser.getText()) : parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> out.writeNumber(number(parser.getText()));
            default -> out.copyCurrentEvent(parser);
        }
    }

    /** PostgreSQL would keep the last of two, and nobody would know of the other. */
    private static String name(JsonParser parser, DupDetector names, boolean escapes) throws IOException, BadEvent {
        String name = escapes ? Texts.clean(parser.currentName()) : parser.currentName();
        if (names.isDup(name)) {
            throw new BadEvent("metadata", "has \"" + EventReader.shortened(name) + "\" twice in one object");
        }
        return name;
    }

    private static String number(String text) throws BadEvent {
        if (text.length() > MAX_NUMBER_CHARS || Math.abs(Double.parseDouble(text)) > MAX_EXPONENT_VALUE) {
            throw new BadEvent("metadata", "has a number that is too long or too large");
        }
        int exponent = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (exponent > 0 && Math.abs(exponent(text.substring(exponent + 1))) > 300) {
            throw new BadEvent("metadata", "has a number that is too small");
        }
        return text;
    }

    private static long exponent(String digits) {
        // At most the length of the number, so it fits.
        return digits.length() > 10 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static BadEvent tooLong(int maxBytes) {
        return new BadEvent("metadata", "is longer than " + maxBytes + " bytes of JSON");
    }
}
