package dev.signalbox.dashboard;

import java.util.List;

/**
 * How fast a log grew in its last seconds, as a drawing that is stretched to its place, and in words.
 *
 * @param path the ground under the line, as an SVG path
 * @param rate of the last few seconds
 * @param title what the drawing says, for those who do not see it
 */
record Sparkline(String path, String rate, String title) {

    static final int HEIGHT = 24;
    private static final int TALLEST = HEIGHT - 2;

    /** Seconds that fit, newest at the right; a log that is younger begins further right. */
    private static final int SECONDS = 60;

    /** One second alone says 0 of whoever writes every other one. */
    private static final int RECENT = 5;

    /** @param rates bytes per second, oldest first */
    static Sparkline of(List<Long> rates) {
        List<Long> shown = rates.subList(Math.max(0, rates.size() - SECONDS), rates.size());
        long most = shown.stream().mapToLong(Long::longValue).max().orElse(0);
        return new Sparkline(path(shown, most), rate(shown), title(shown, most));
    }

    public int width() {
        return SECONDS;
    }

    public int height() {
        return HEIGHT;
    }

    private static String path(List<Long> rates, long most) {
        if (most == 0) {
            return "";
        }
        int left = SECONDS - rates.size();
        StringBuilder path = new StringBuilder("M").append(left).append(' ').append(HEIGHT);
        for (long rate : rates) {
            // What is not nothing must be seen beside a burst.
            long height = rate == 0 ? 0 : Math.max(1, Math.round((double) TALLEST * rate / most));
            path.append('V').append(HEIGHT - height).append("h1");
        }
        return path.append('V').append(HEIGHT).append('z').toString();
    }

    private static String rate(List<Long> rates) {
        if (rates.isEmpty()) {
            return "";
        }
        List<Long> recent = rates.subList(Math.max(0, rates.size() - RECENT), rates.size());
        long mean =
                Math.round(recent.stream().mapToLong(Long::longValue).average().orElse(0));
        if (mean > 0) {
            return Amounts.bytes(mean) + "/s";
        }
        long silent = rates.reversed().stream().takeWhile(rate -> rate == 0).count();
        return silent < SECONDS ? "silent " + silent + " s" : "silent";
    }

    private static String title(List<Long> rates, long most) {
        return rates.isEmpty()
                ? "just begun"
                : "the last " + rates.size() + " s: at most " + Amounts.bytes(most) + "/s";
    }
}
