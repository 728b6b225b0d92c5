package dev.signalbox.dashboard;

import java.util.HexFormat;

/**
 * Writes text from outside as HTML, for element content and quoted attribute values alike. Every text passes here
 * exactly once. Nothing in it is obeyed: markup is escaped, and control characters and those that turn the direction of
 * writing are shown by name, so that a message cannot disguise itself or its neighbours. Only values of forms keep them:
 * those come back, and must be then what they were.
 */
final class Html {

    private Html() {}

    /** @return {@code text} as HTML */
    static String text(CharSequence text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        append(out, text, 0, text.length());
        return out.toString();
    }

    /** @return {@code text} as the value of a field, with which the field sends {@code text} back */
    static String value(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&', '<', '>', '"', '\'' -> appendSpecial(out, c);
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    static void append(StringBuilder out, CharSequence text) {
        append(out, text, 0, text.length());
    }

    /** Carriage returns come out as line feeds, because they would end a line of a stream of rows. */
    static void append(StringBuilder out, CharSequence text, int from, int to) {
        int plain = from;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isPlain(c)) {
                out.append(text, plain, i);
                plain = i + 1;
                boolean halfOfLineEnd = c == '\r' && plain < to && text.charAt(plain) == '\n';
                if (!halfOfLineEnd) {
                    appendSpecial(out, c);
                }
            }
        }
        out.append(text, plain, to);
    }

    private static boolean isPlain(char c) {
        if (c < 0x7f) {
            return c >= ' ' && c != '&' && c != '<' && c != '>' && c != '"' && c != '\'';
        }
        return c > 0x9f && !turnsText(c);
    }

    private static void appendSpecial(StringBuilder out, char c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            case '\n', '\t' -> out.append(c);
            case '\r' -> out.append('\n');
            case 0x1b -> out.append("⟨ESC⟩");
            default -> appendByName(out, c);
        }
    }

    /** Not by the pictures that Unicode has for some of these: few fonts do. */
    private static void appendByName(StringBuilder out, char c) {
        out.append("⟨U+").append(HexFormat.of().withUpperCase().toHexDigits(c)).append('⟩');
    }

    /** Marks and overrides of direction, and the two separators that some programs take for line ends. */
    private static boolean turnsText(char c) {
        return c == 0x061c
                || (c >= 0x200e && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
