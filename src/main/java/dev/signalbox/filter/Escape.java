package dev.signalbox.filter;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a backslash and the characters behind it mean in RE2, where they stand for a character or a class of them.
 *
 * @param codePoint {@link #CLASS} or {@link #UNKNOWN} when it is not one
 * @param end where the expression goes on
 */
record Escape(int codePoint, int end) {

    private static final int CLASS = -1;
    private static final int UNKNOWN = -2;

    /** Such as {@code \d}, {@code \pL} and {@code \p{Greek}}. */
    private static final Pattern CLASSES = Pattern.compile("\\\\(?:[dDsSwW]|[pP](?:\\{[^}]*}|[^{]))", Pattern.DOTALL);

    /** Such as {@code \x41} and {@code \x{1f600}}. */
    private static final Pattern HEX = Pattern.compile("\\\\x(?:\\{0*([0-9a-fA-F]{1,6})}|([0-9a-fA-F]{2}))");

    /** Such as {@code \0} and {@code \101}; a single other digit would refer to a group. */
    private static final Pattern OCTAL = Pattern.compile("\\\\(0[0-7]{0,2}|[1-7][0-7]{1,2})");

    private static final String LETTERS = "afnrtv";
    private static final String MEANINGS = "\u0007\f\n\r\t\u000b";

    /** @param at of the backslash */
    static Escape at(String expression, int at) {
        Matcher classes = CLASSES.matcher(expression).region(at, expression.length());
        if (classes.lookingAt()) {
            return new Escape(CLASS, classes.end());
        }
        Matcher hex = HEX.matcher(expression).region(at, expression.length());
        if (hex.lookingAt()) {
            int codePoint = Integer.parseInt(hex.group(1) == null ? hex.group(2) : hex.group(1), 16);
            return new Escape(codePoint > Character.MAX_CODE_POINT ? UNKNOWN : codePoint, hex.end());
        }
        Matcher octal = OCTAL.matcher(expression).region(at, expression.length());
        if (octal.lookingAt()) {
            return new Escape(Integer.parseInt(octal.group(1), 8), octal.end());
        }
        return at + 1 < expression.length() ? simple(expression.codePointAt(at + 1), at) : new Escape(UNKNOWN, at + 1);
    }

    private static Escape simple(int c, int at) {
        int end = at + 1 + Character.charCount(c);
        int letter = LETTERS.indexOf(c);
        if (letter >= 0) {
            return new Escape(MEANINGS.charAt(letter), end);
        }
        boolean itself = c >= 0x80 || !Character.isLetterOrDigit(c);
        return new Escape(itself ? c : UNKNOWN, end);
    }

    boolean understood() {
        return codePoint != UNKNOWN;
    }

    boolean isOne() {
        return codePoint >= 0;
    }
}
