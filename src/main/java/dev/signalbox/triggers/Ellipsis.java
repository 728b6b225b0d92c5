package dev.signalbox.triggers;

import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/** Texts as others can take them: not too long, on one line, and calling nobody. */
final class Ellipsis {

    private static final String MARK = "…";

    /** Stands between letters and is not seen. */
    static final String INVISIBLE = "\u200b";

    /** As in {@code @everyone} and {@code @bob}, but not in {@code bob@example.org}. */
    private static final Pattern MENTION = Pattern.compile("(?<![\\w.+-])@(?=\\w)");

    private Ellipsis() {}

    /** At most {@code limit} chars of Java, which no service counts as fewer. */
    static String cut(String text, int limit) {
        return cut(text, limit, Character::toString, String::length);
    }

    /**
     * As much of a text as fits, with an ellipsis where some does not. No character is cut in half, escaped or not.
     *
     * @param written how a code point is written
     * @param length what it counts then
     */
    static String cut(String text, int limit, IntFunction<String> written, ToIntFunction<String> length) {
        int room = limit - length.applyAsInt(MARK);
        StringBuilder out = new StringBuilder(Math.min(limit, text.length()) + MARK.length());
        int used = 0;
        int end = 0;
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            String piece = written.apply(text.codePointAt(i));
            used += length.applyAsInt(piece);
            if (used > limit) {
                return out.substring(0, end) + MARK;
            }
            out.append(piece);
            end = used <= room ? out.length() : end;
        }
        return out.toString();
    }

    /** For titles. */
    static String line(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c).forEach(out::appendCodePoint);
        return out.toString();
    }

    /** The same to the eye, but no chat program finds somebody in it to be called. */
    static String calm(String text) {
        return MENTION.matcher(text).replaceAll("@" + INVISIBLE);
    }
}
