package dev.signalbox.events;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** What PostgreSQL's text can hold: Unicode without NUL and without halves of surrogate pairs. */
final class Texts {

    private static final char REPLACEMENT = '\uFFFD';

    private Texts() {}

    /** Broken UTF-8 sequences and NUL become U+FFFD; nothing else is altered. */
    static String decode(Buffer bytes) {
        // The decoder already replaces what is not UTF-8, encoded surrogates included.
        String text = new String(bytes.getBytes(), StandardCharsets.UTF_8);
        return text.indexOf('\0') < 0 ? text : text.replace('\0', REPLACEMENT);
    }

    /** NUL and lone surrogates, which JSON escapes can spell, become U+FFFD. */
    static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return cleaned(text);
            }
        }
        return text;
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                        ? REPLACEMENT
                        : point)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** Whether a text without lone surrogates is longer than this in UTF-8. */
    static boolean longer(String text, int bytes) {
        // No char takes more than three bytes, so most texts need not be looked at.
        return text.length() > bytes / 3 && utf8Length(text) > bytes;
    }

    private static int utf8Length(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate pair is two chars and four bytes: each half counts two.
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
