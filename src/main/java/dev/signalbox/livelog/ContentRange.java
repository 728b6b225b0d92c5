package dev.signalbox.livelog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a producer goes on, as its {@code Content-Range} says. An end and a length may stand there (RFC 9110 §14.4) and are
 * not needed.
 *
 * @param first the first byte of the body in the log
 */
record ContentRange(long first) {

    static final String RULE =
            "Content-Range must be bytes N-*/*, N being where the log goes on; an end and a length in"
                    + " place of the stars must not be before that";

    // "bytes 1048576-*/*", "bytes 5-9/10"
    private static final Pattern SYNTAX =
            Pattern.compile("bytes (\\d{1,18})-(?:\\*|(\\d{1,18}))/(?:\\*|(\\d{1,18}))", Pattern.CASE_INSENSITIVE);

    /** Null when it is none, or contradicts itself. */
    static @Nullable ContentRange of(String header) {
        Matcher matcher = SYNTAX.matcher(header.trim());
        if (!matcher.matches()) {
            return null;
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
        // A log may also have come to its length before it broke off: then nothing is left to send.
        long shortest = matcher.group(2) == null ? first : last + 1;
        boolean consistent =
                last >= first && (matcher.group(3) == null || Long.parseLong(matcher.group(3)) >= shortest);
        return consistent ? new ContentRange(first) : null;
    }
}
