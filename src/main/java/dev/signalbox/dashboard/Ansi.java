package dev.signalbox.dashboard;

/**
 * Writes a message that may hold ANSI colour sequences as HTML: colours and styles become spans with classes (a strict
 * content policy allows no style attributes), every other escape sequence stays visible as text. One thread.
 */
final class Ansi {

    private static final char ESC = '\u001b';

    /** Longer ones are no colours that a program writes, and are shown as they are. */
    private static final int MAX_SEQUENCE = 64;

    private final StringBuilder out;
    private final AnsiStyle style = new AnsiStyle();
    private boolean open;

    private Ansi(StringBuilder out) {
        this.out = out;
    }

    /** Lines that follow each other: what one leaves on, the next begins with, as on a terminal. */
    static Ansi lines(StringBuilder out) {
        return new Ansi(out);
    }

    /** Writes the next line, and closes what it opened. */
    void line(CharSequence text) {
        style.resume();
        write(text, 0, nextEscape(text, 0, text.length()), text.length());
    }

    /** Writes {@code text} from {@code from} to {@code to}, exclusive, and closes what it opened. */
    static void append(StringBuilder out, CharSequence text, int from, int to) {
        int escape = nextEscape(text, from, to);
        if (escape == to) {
            Html.append(out, text, from, to);
        } else {
            new Ansi(out).write(text, from, escape, to);
        }
    }

    private void write(CharSequence text, int from, int firstEscape, int to) {
        int plain = from;
        int escape = firstEscape;
        while (escape < to) {
            int end = endOfColour(text, escape, to);
            if (end > 0) {
                write(text, plain, escape);
                style.apply(text, escape + 2, end - 1);
                plain = end;
            }
            escape = nextEscape(text, Math.max(escape + 1, end), to);
        }
        write(text, plain, to);
        close();
    }

    /** A span is opened only when text follows, so that a run of sequences leaves no empty elements. */
    private void write(CharSequence text, int from, int to) {
        if (from == to) {
            return;
        }
        if (style.changed()) {
            close();
            open = style.appendSpan(out);
        }
        Html.append(out, text, from, to);
    }

    private void close() {
        if (open) {
            out.append("</span>");
            open = false;
        }
    }

    private static int nextEscape(CharSequence text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == ESC) {
                return i;
            }
        }
        return to;
    }

    /** The index after a sequence such as {@code ESC[1;31m}; 0 when there is none at {@code escape}. */
    private static int endOfColour(CharSequence text, int escape, int to) {
        if (escape + 1 >= to || text.charAt(escape + 1) != '[') {
            return 0;
        }
        int last = Math.min(to, escape + MAX_SEQUENCE);
        for (int i = escape + 2; i < last; i++) {
            char c = text.charAt(i);
            if (c == 'm') {
                return i + 1;
            }
            if ((c < '0' || c > '9') && c != ';' && c != ':') {
                return 0;
            }
        }
        return 0;
    }
}
