package dev.signalbox.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Severity;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads one event in the outside contract's JSON form from a parser that stands at its opening brace. */
final class EventReader {

    static final int MAX_ORIGIN = 255;

    private static final List<String> FIELDS = List.of("origin", "message", "severity", "at", "metadata");

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** The event is not acceptable; the parser may stand anywhere inside it. */
    static final class BadEvent extends Exception {
        private static final long serialVersionUID = 1L;

        BadEvent(String field, String why) {
            super(field.isEmpty() ? why : field + ": " + why, null, false, false);
        }
    }

    private final EventsConf conf;
    private final String owner;
    private final Instant arrival;
    private boolean escapes = true;

    /** A bit for each of {@link #FIELDS}. */
    private int seen;

    private @Nullable String origin;
    private @Nullable String message;
    private String metadata = "{}";
    private Severity severity = Severity.INFO;
    private Instant at;

    EventReader(EventsConf conf, String owner, Instant arrival) {
        this.conf = conf;
        this.owner = owner;
        this.arrival = arrival;
        this.at = arrival;
    }

    /**
     * Whether the text to come has escapes in it. Without, it holds nothing that PostgreSQL's text cannot, and looking
     * for that at every letter is a good part of the cost of reading.
     */
    void escapes(boolean some) {
        escapes = some;
    }

    /**
     * Leaves the parser at the event's closing brace.
     *
     * @throws IOException when the text is not JSON
     */
    Draft read(JsonParser parser) throws IOException, BadEvent {
        seen = 0;
        origin = null;
        message = null;
        metadata = "{}";
        severity = Severity.INFO;
        at = arrival;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            field(name, parser);
        }
        if (origin == null) {
            throw new BadEvent("origin", "is missing");
        }
        if (message == null || message.isEmpty()) {
            throw new BadEvent("message", message == null ? "is missing" : "is empty");
        }
        return new Draft(at, "log", origin, owner, severity, message, metadata);
    }

    private void field(String name, JsonParser parser) throws IOException, BadEvent {
        once(name);
        switch (name) {
            case "origin" -> origin = origin(text(name, parser));
            case "message" -> message = message(text(name, parser));
            case "severity" -> severity = absent(parser) ? Severity.INFO : severity(text(name, parser));
            case "at" -> at = absent(parser) ? arrival : time(text(name, parser));
            case "metadata" -> metadata = metadata(parser);
            default -> throw new BadEvent(shortened(name), "is not a field of an event; put it into metadata");
        }
    }

    /** Two values for one field would leave nobody knowing which of them is lost. */
    private void once(String name) throws BadEvent {
        int field = FIELDS.indexOf(name);
        int bit = field < 0 ? 0 : 1 << field;
        if ((seen & bit) != 0) {
            throw new BadEvent(name, "is given twice");
        }
        seen |= bit;
    }

    private String text(String name, JsonParser parser) throws IOException, BadEvent {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new BadEvent(name, "must be a string");
        }
        return escapes ? Texts.clean(parser.getText()) : parser.getText();
    }

    static String origin(String origin) throws BadEvent {
        if (origin.codePointCount(0, origin.length()) > MAX_ORIGIN) {
            throw new BadEvent("origin", "is longer than " + MAX_ORIGIN + " characters");
        }
        return origin;
    }

    private String message(String text) throws BadEvent {
        if (Texts.longer(text, conf.maxMessageBytes())) {
            throw new BadEvent("message", "is longer than " + conf.maxMessageBytes() + " bytes");
        }
        return text;
    }

    static Severity severity(String word) throws BadEvent {
        return Severity.ofWord(word)
                .orElseThrow(() -> new BadEvent("severity", "\"" + shortened(word) + "\" is not one of " + words()));
    }

    private static String words() {
        return Arrays.stream(Severity.values()).map(Severity::word).collect(Collectors.joining(", "));
    }

    /** Now, as precisely as the store keeps it: an event in a stream equals the same event in a list. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant time(String text) throws BadEvent {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw new BadEvent("at", "is outside the years 1 to 9999");
            }
            return time;
        } catch (DateTimeException e) {
            throw new BadEvent(
                    "at", "\"" + shortened(text) + "\" is not an RFC 3339 time such as 2026-11-20T08:00:00.123Z");
        }
    }

    /** Programs that write all their fields write null for one that is not set. */
    private static boolean absent(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    private String metadata(JsonParser parser) throws IOException, BadEvent {
        if (absent(parser)) {
            return "{}";
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new BadEvent("metadata", "must be an object");
        }
        return MetadataReader.read(parser, conf.maxMetadataBytes(), escapes);
    }

    /** Of the client's text, which may be most of a body, an answer repeats only so much. */
    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
