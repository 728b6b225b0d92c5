package dev.signalbox.dashboard;

import java.time.Duration;
import java.util.Locale;

/** Writes amounts for people: short, in a unit that fits, with what is exact left to the hover. */
final class Amounts {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Amounts() {}

    /** Such as {@code 0 B}, {@code 12.3 MB}, {@code 456 MB}, in powers of ten. */
    static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        // What would be rounded to 1000 belongs to the next unit.
        while (amount >= 999.5 && unit < UNITS.length - 1) {
            amount /= 1_000;
            unit++;
        }
        String number = unit == 0 || amount >= 99.95 ? "%.0f" : "%.1f";
        return String.format(Locale.ENGLISH, number, amount) + " " + UNITS[unit];
    }

    /** To the byte. */
    static String exactBytes(long bytes) {
        return number(bytes) + (bytes == 1 ? " byte" : " bytes");
    }

    static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /** Such as {@code 850 ms}, {@code 12.3 s}, {@code 3 min 12 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
    static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 59_950) {
            return String.format(Locale.ENGLISH, "%.1f s", millis / 1_000.0);
        }
        long seconds = (millis + 500) / 1_000;
        if (seconds < 3_600) {
            return pair(seconds / 60, "min", seconds % 60, "s");
        }
        long minutes = seconds / 60;
        return minutes < 1_440
                ? pair(minutes / 60, "h", minutes % 60, "min")
                : pair(minutes / 1_440, "d", minutes / 60 % 24, "h");
    }

    private static String pair(long large, String largeUnit, long small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
