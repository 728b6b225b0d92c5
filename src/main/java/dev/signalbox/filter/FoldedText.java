package dev.signalbox.filter;

import java.util.Locale;

/** A text looked for without regard to case: {@code message.toLowerCase(ROOT).contains(text)}, mostly without the copy. */
final class FoldedText {

    /** The two characters outside ASCII whose lower case is, or begins with, an ASCII letter: the Kelvin sign and dotted I. */
    private static final char KELVIN = '\u212a';

    private static final char DOTTED_I = '\u0130';

    private final String text;
    private final boolean ascii;

    /** @param text lower case, not empty */
    FoldedText(String text) {
        this.text = text;
        this.ascii = text.chars().allMatch(c -> c < 0x80);
    }

    boolean isIn(String message) {
        if (!ascii || message.indexOf(KELVIN) >= 0 || message.indexOf(DOTTED_I) >= 0) {
            return message.toLowerCase(Locale.ROOT).contains(text);
        }
        char first = text.charAt(0);
        int last = message.length() - text.length();
        for (int i = 0; i <= last; i++) {
            if (lower(message.charAt(i)) == first && continuesAt(message, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean continuesAt(String message, int start) {
        for (int k = 1; k < text.length(); k++) {
            if (lower(message.charAt(start + k)) != text.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
