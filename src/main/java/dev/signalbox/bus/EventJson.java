package dev.signalbox.bus;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Writes an event as the outside contract shows it. By hand, because a stream writes thousands of them a second. */
public final class EventJson {

    private static final String HEX = "0123456789abcdef";
    private static final int NANOS_PER_MILLI = 1_000_000;

    private EventJson() {}

    /** One line: no character of it ends a line anywhere, U+2028 and U+2029 included. */
    public static String write(Events.Event event) {
        StringBuilder out = new StringBuilder(
                160 + event.message().length() + event.metadata().length());
        append(out, event);
        return out.toString();
    }

    /** As {@link #write}, at the end of {@code out}. */
    public static void append(StringBuilder out, Events.Event event) {
        out.append("{\"id\":\"").append(event.id()).append("\",\"at\":\"");
        appendTime(out, event.at());
        out.append('"');
        appendText(out, "kind", event.kind());
        appendText(out, "origin", event.origin());
        appendText(out, "owner", event.owner());
        appendText(out, "severity", event.severity().word());
        appendText(out, "message", event.message());
        out.append(",\"metadata\":");
        appendJson(out, event.metadata());
        out.append('}');
    }

    /** In UTC with milliseconds, whatever precision the instant has. */
    private static void appendTime(StringBuilder out, Instant at) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
        out.append(utc.toLocalDate()).append('T');
        appendPadded(out, utc.getHour(), 10);
        out.append(':');
        appendPadded(out, utc.getMinute(), 10);
        out.append(':');
        appendPadded(out, utc.getSecond(), 10);
        out.append('.');
        appendPadded(out, at.getNano() / NANOS_PER_MILLI, 100);
        out.append('Z');
    }

    private static void appendPadded(StringBuilder out, int number, int unit) {
        for (int rest = unit; rest > 0; rest /= 10) {
            out.append((char) ('0' + number / rest % 10));
        }
    }

    private static void appendText(StringBuilder out, String name, String text) {
        out.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < text.length(); i++) {
            appendEscaped(out, text.charAt(i));
        }
        out.append('"');
    }

    private static void appendEscaped(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || isLineSeparator(c)) {
                    appendUnicode(out, c);
                } else {
                    out.append(c);
                }
            }
        }
    }

    /** Metadata is JSON already: a line end in it is only layout, and a separator can only stand in a text. */
    private static void appendJson(StringBuilder out, String json) {
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (isLineSeparator(c)) {
                appendUnicode(out, c);
            } else {
                out.append(c == '\n' || c == '\r' ? ' ' : c);
            }
        }
    }

    private static void appendUnicode(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(c >> shift & 0xf));
        }
    }

    private static boolean isLineSeparator(char c) {
        return c == '\u2028' || c == '\u2029';
    }
}
