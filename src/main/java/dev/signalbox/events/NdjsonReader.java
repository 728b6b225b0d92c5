package dev.signalbox.events;

import com.fasterxml.jackson.core.JsonParser;
import dev.signalbox.bus.Events.Draft;
import dev.signalbox.events.EventReader.BadEvent;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One JSON object a line. Empty lines are passed over, but counted. */
final class NdjsonReader extends BulkReader {

    /** Looked through at a time. The body is not copied as a whole: it may be most of what the node has memory for. */
    private static final int WINDOW = 64 << 10;

    /** Some editors begin a file with it. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Buffer body;
    private final EventReader reader;
    private final byte[] window;
    private int windowStart;
    private int windowEnd;
    private int position;
    private int line;

    NdjsonReader(Buffer body, EventReader reader) {
        this.body = body;
        this.reader = reader;
        this.window = new byte[Math.min(WINDOW, body.length())];
    }

    @Override
    boolean readOne() {
        while (position < body.length()) {
            int start = position;
            int end = endOfLine(start);
            position = end + 1;
            line++;
            String text = text(start, end);
            if (!text.isBlank()) {
                read(text);
                return position < body.length();
            }
        }
        return false;
    }

    private void read(String text) {
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

    private int endOfLine(int from) {
        for (int at = from; at < body.length(); at++) {
            if (at < windowStart || at >= windowEnd) {
                show(at);
            }
            if (window[at - windowStart] == '\n') {
                return at;
            }
        }
        return body.length();
    }

    private void show(int from) {
        windowStart = from;
        windowEnd = Math.min(body.length(), from + window.length);
        body.getBytes(windowStart, windowEnd, window);
    }

    /** As text, because from bytes the parser would guess at encodings, and refuse what is not quite UTF-8. */
    private String text(int start, int end) {
        String text = start >= windowStart && end <= windowEnd
                ? new String(window, start - windowStart, end - start, StandardCharsets.UTF_8)
                : new String(body.getBytes(start, end), StandardCharsets.UTF_8);
        return line == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
}
