package dev.signalbox.bench;

import java.util.Arrays;

/** Medians and percentiles. */
final class Stats {

    private Stats() {}

    static double median(double[] values) {
        return percentile(values, 50);
    }

    /** By the nearest rank: a value that occurred. */
    static double percentile(double[] values, double percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.max(0, Math.ceil(sorted.length * percent / 100) - 1)];
    }
}
