package dev.signalbox.dashboard;

import io.vertx.core.buffer.Buffer;

/**
 * The wire form of server-sent events, as the
 * <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML standard</a> parses it.
 */
final class SseFrame {

    private SseFrame() {}

    /** What every stream begins with, so that the client sees headers and knows how soon to come back. */
    static Buffer hello(int retryMillis) {
        return Buffer.buffer(": signalbox\nretry: " + retryMillis + "\n\n");
    }

    /** Dispatched by the client as a message, after which it resumes from {@code id}. */
    static Buffer event(long id, String data) {
        StringBuilder out =
                new StringBuilder(data.length() + 48).append("id: ").append(id).append('\n');
        appendData(out, data);
        return Buffer.buffer(out.append('\n').toString());
    }

    /** Dispatched by the client under a name of its own; leaves the position alone. */
    static Buffer named(String name, String data) {
        StringBuilder out = new StringBuilder("event: ").append(name).append('\n');
        appendData(out, data);
        return Buffer.buffer(out.append('\n').toString());
    }

    /** Dispatches nothing, but the client resumes from {@code id}: a frame without data only sets the last event id. */
    static Buffer position(long id) {
        return Buffer.buffer(":\nid: " + id + "\n\n");
    }

    /** Dispatches and changes nothing; keeps the connection open. */
    static Buffer comment() {
        return Buffer.buffer(":\n\n");
    }

    /** CR, LF and CR LF all end a line on the wire, so each line of the payload gets a field of its own. */
    private static void appendData(StringBuilder out, String data) {
        int start = 0;
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            if (c == '\n' || c == '\r') {
                out.append("data: ").append(data, start, i).append('\n');
                boolean both = c == '\r' && i + 1 < data.length() && data.charAt(i + 1) == '\n';
                i += both ? 1 : 0;
                start = i + 1;
            }
        }
        out.append("data: ").append(data, start, data.length()).append('\n');
    }
}
