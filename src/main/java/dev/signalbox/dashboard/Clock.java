package dev.signalbox.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes moments for people: how long ago, and exactly, in UTC. Script in the page turns both into the viewer's zone. */
final class Clock {

    private static final DateTimeFormatter EXACT = formatter("uuuu-MM-dd HH:mm:ss.SSS 'UTC'");
    private static final DateTimeFormatter SECOND = formatter("uuuu-MM-dd HH:mm:ss 'UTC'");
    private static final DateTimeFormatter MINUTE = formatter("uuuu-MM-dd HH:mm 'UTC'");
    private static final DateTimeFormatter DAY = formatter("EEEE, d MMMM uuuu");

    private Clock() {}

    /** To the millisecond. */
    static String exact(Instant at) {
        return EXACT.format(at);
    }

    static String second(Instant at) {
        return SECOND.format(at);
    }

    static String minute(Instant at) {
        return MINUTE.format(at);
    }

    static String day(Instant at) {
        return DAY.format(at);
    }

    /** Such as {@code now}, {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 2 d}; with a leading {@code in} for the future. */
    static String ago(Instant at, Instant now) {
        long seconds = Duration.between(at, now).toSeconds();
        long distance = Math.abs(seconds);
        if (distance < 1) {
            return "now";
        }
        return (seconds < 0 ? "in " : "") + length(distance);
    }

    private static String length(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min";
        }
        return seconds < 86_400 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }
}
