package dev.signalbox.livelog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a {@code Range} header asks for (RFC 9110 §14.1.2). */
sealed interface ByteRange {

    /**
     * From one byte to another, both inclusive.
     *
     * @param last {@link Long#MAX_VALUE} when the header leaves it open
     */
    record Span(long first, long last) implements ByteRange {
        boolean open() {
            return last == Long.MAX_VALUE;
        }
    }

    /** The last bytes. */
    record Suffix(long length) implements ByteRange {}

    // "bytes=0-499", "bytes=500-", "bytes=-500"
    Pattern SYNTAX = Pattern.compile("\\s*bytes\\s*=\\s*(\\d*)-(\\d*)\\s*", Pattern.CASE_INSENSITIVE);

    /** More digits than these may not fit; no log is as long as any such number. */
    int DIGITS = 18;

    /**
     * Null when the header is to be ignored, as the standard has it: absent, another unit, not well formed, or with several
     * ranges, which a server may answer with the whole.
     */
    static @Nullable ByteRange of(@Nullable String header) {
        Matcher matcher = header == null ? null : SYNTAX.matcher(header);
        if (matcher == null || !matcher.matches()) {
            return null;
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? null : new Suffix(number(last));
        }
        // A last byte beyond every length is a number all the same: only a missing one leaves the range open.
        Span span = new Span(number(first), last.isEmpty() ? Long.MAX_VALUE : number(last));
        return span.first() <= span.last() ? span : null;
    }

    private static long number(String digits) {
        return digits.length() <= DIGITS ? Long.parseLong(digits) : Long.MAX_VALUE - 1;
    }
}
