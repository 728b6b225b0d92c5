package dev.signalbox.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.signalbox.bus.Events.Draft;
import dev.signalbox.events.EventReader.BadEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a body of many events a piece at a time, so that a large body is never in memory as objects all at once. A bad
 * event is noted and the rest is read. Used by one thread at a time.
 */
abstract sealed class BulkReader permits NdjsonReader, JsonReader {

    /** What one call gave. At the end of the body {@code last} is true. */
    record Piece(List<Draft> drafts, List<Rejected> rejected, boolean last) {}

    /** An event that was refused: its line in NDJSON, its place in an array, counted from 1. */
    record Rejected(int line, String error) {}

    // Deeper than any metadata we take, so that one deep event is refused by name; bounded, because depth costs memory.
    static final JsonFactory JSON = new JsonFactoryBuilder()
            // The names of metadata fields are the client's: they do not belong in the JVM's own table.
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(10_000).build())
            .build();

    /** Text in one piece, in chars: with the body, what a request takes of the node's memory. */
    private static final int PIECE_CHARS = 1 << 20;

    private final List<Draft> drafts = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();
    private int chars;

    /** The next at most {@code max} events, good and bad, and not much more than {@link #PIECE_CHARS} of their text. */
    final Piece next(int max) {
        boolean more = true;
        try {
            while (more && drafts.size() + rejected.size() < max && chars < PIECE_CHARS) {
                more = readOne();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Piece piece = new Piece(List.copyOf(drafts), List.copyOf(rejected), !more);
        drafts.clear();
        chars = 0;
        rejected.clear();
        return piece;
    }

    /** Reads one event or finds the end; false at the end. */
    abstract boolean readOne() throws IOException;

    final void accept(Draft draft) {
        drafts.add(draft);
        chars += draft.message().length() + draft.metadata().length();
    }

    final void reject(int line, Exception cause) {
        rejected.add(new Rejected(line, why(cause)));
    }

    /** Reads the event at whose first token the parser stands. */
    static Draft event(JsonParser parser, EventReader reader) throws IOException, BadEvent {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new BadEvent("", "an event must be a JSON object");
        }
        return reader.read(parser);
    }

    private static String why(Exception cause) {
        return switch (cause) {
            case JsonProcessingException broken -> NotJson.why(broken);
            default -> String.valueOf(cause.getMessage());
        };
    }
}
