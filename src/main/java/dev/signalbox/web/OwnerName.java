package dev.signalbox.web;

import org.jspecify.annotations.Nullable;

/** What of a foreign name is kept: it is stored raw and escaped wherever it is shown. */
final class OwnerName {

    /** As long as a name in the DNS may be. */
    static final int MAX = 255;

    private OwnerName() {}

    /**
     * Without control characters and line separators, at most {@value #MAX} characters long; empty when nothing is
     * left.
     */
    static String clean(@Nullable String name) {
        if (name == null) {
            return "";
        }
        StringBuilder kept = new StringBuilder(Math.min(name.length(), MAX));
        name.codePoints().filter(OwnerName::printable).forEach(c -> append(kept, c));
        return kept.toString().strip();
    }

    private static void append(StringBuilder kept, int codePoint) {
        if (kept.length() + Character.charCount(codePoint) <= MAX) {
            kept.appendCodePoint(codePoint);
        }
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}
