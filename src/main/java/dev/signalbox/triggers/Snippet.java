package dev.signalbox.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.buffer.Buffer;

/** The beginning of an answer, for people to read. One thread. */
final class Snippet {

    /** Enough for the error that a receiver explains; kept for every try. */
    static final int MAX_BYTES = 1_024;

    private final Buffer head = Buffer.buffer();
    private boolean cut;

    void add(Buffer piece) {
        int room = MAX_BYTES - head.length();
        cut |= piece.length() > room;
        if (room > 0) {
            head.appendBuffer(piece, 0, Math.min(room, piece.length()));
        }
    }

    /** Without what neither PostgreSQL nor a page could show, and without half a character at the end. */
    String text() {
        String text = head.toString(UTF_8);
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(Snippet::shown).forEach(out::appendCodePoint);
        int end = out.length();
        while (cut && end > 0 && out.charAt(end - 1) == '\ufffd') {
            end--;
        }
        return out.substring(0, end);
    }

    private static int shown(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t' ? ' ' : c;
    }
}
