package dev.signalbox.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.signalbox.events.EventReader.BadEvent;
import dev.signalbox.web.BufferInput;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** One JSON object, or an array of them. After text that is not JSON the rest of an array cannot be found. */
final class JsonReader extends BulkReader {

    private final JsonParser parser;
    private final EventReader reader;
    private boolean inArray;
    private boolean begun;
    private int element;

    JsonReader(Buffer body, EventReader reader) throws IOException {
        // As text, because from bytes the parser would guess at encodings, and refuse what is not quite UTF-8.
        this.parser = JSON.createParser(new InputStreamReader(new BufferInput(body), StandardCharsets.UTF_8));
        this.reader = reader;
    }

    @Override
    boolean readOne() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            if (!begun) {
                begun = true;
                inArray = token == JsonToken.START_ARRAY;
                token = inArray ? parser.nextToken() : token;
            }
            if (inArray && token == JsonToken.END_ARRAY) {
                endOfText();
                return false;
            }
            element++;
            if (token == null) {
                throw new BadEvent("", inArray ? "the array does not end" : "there is no event in the body");
            }
            readElement();
            if (!inArray) {
                endOfText();
            }
            return inArray;
        } catch (IOException | BadEvent e) {
            reject(element, e);
            return false;
        }
    }

    private void readElement() throws IOException {
        int outside = depth();
        try {
            accept(event(parser, reader));
        } catch (BadEvent e) {
            reject(element, e);
            while (depth() > outside) {
                parser.nextToken();
            }
            parser.skipChildren();
        }
    }

    private void endOfText() throws IOException, BadEvent {
        if (parser.nextToken() != null) {
            element++;
            throw new BadEvent("", "there is more text after the end of the JSON");
        }
    }

    /** Open braces and brackets around what the parser stands at, the one it stands at aside. */
    private int depth() {
        int depth = parser.getParsingContext().getNestingDepth();
        return parser.currentToken() != null && parser.currentToken().isStructStart() ? depth - 1 : depth;
    }
}
