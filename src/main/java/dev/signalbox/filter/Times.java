package dev.signalbox.filter;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a moment as people write it into an address bar. */
final class Times {

    /** How long ago, with or without the minus sign, such as {@code -15m}. */
    private static final Pattern AGO = Pattern.compile("-?(\\d{1,6})([smhd])");

    /** Such as {@code 2026-11-20 08:00:00 01:00}: the separator may be a space, and so may a plus sign that was. */
    private static final Pattern SPACED = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[Tt ](\\S+?)(?: (\\d\\d:\\d\\d))?");

    private Times() {}

    /** @return null when the text is neither RFC 3339 with an offset (years 0 to 9999) nor a number of s, m, h or d */
    static @Nullable Instant parse(String text, Instant now) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return now.minus(duration(Long.parseLong(ago.group(1)), ago.group(2).charAt(0)));
        }
        Matcher spaced = SPACED.matcher(text);
        if (!spaced.matches()) {
            return null;
        }
        // A form-decoded "+01:00" arrives as " 01:00", since few people escape the plus sign in a URL.
        String offset = spaced.group(3) == null ? "" : "+" + spaced.group(3);
        return instant(spaced.group(1) + "T" + spaced.group(2) + offset);
    }

    private static Duration duration(long amount, char unit) {
        return switch (unit) {
            case 's' -> Duration.ofSeconds(amount);
            case 'm' -> Duration.ofMinutes(amount);
            case 'h' -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static @Nullable Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
