package dev.signalbox.events;

import com.fasterxml.jackson.core.JsonParser;
import dev.signalbox.bus.Events.Draft;
import dev.signalbox.events.EventReader.BadEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One JSON object a line. Empty lines are passed over, but counted. */
final class NdjsonReader extends BulkReader {

    private final byte[] body;
    private final EventReader reader;
    private int position;
    private int line;

    NdjsonReader(byte[] body, EventReader reader) {
        this.body = body;
        this.reader = reader;
    }

    @Override
    boolean readOne() {
        while (position < body.length) {
            int end = position;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            int start = position;
            position = end + 1;
            line++;
            if (!blank(start, end)) {
                read(start, end);
                return position < body.length;
            }
        }
        return false;
    }

    private void read(int start, int end) {
        // As text, because from bytes the parser would guess at encodings, and refuse what is not quite UTF-8.
        String text = new String(body, start, end - start, StandardCharsets.UTF_8);
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            reader.escapes(text.indexOf('\\') >= 0);
            Draft draft = event(parser, reader);
            if (parser.nextToken() == null) {
                accept(draft);
            } else {
                throw new BadEvent("", "there is more than one JSON value on the line");
            }
        } catch (IOException | BadEvent e) {
            reject(line, e);
        }
    }

    private boolean blank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }
}
