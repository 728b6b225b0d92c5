package dev.signalbox.bench;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * One line of the table.
 *
 * @param value what is held against the goal
 * @param result what the reader sees
 * @param peers what others reached, from the table of the issue that set the goals; empty where nobody was measured
 */
record Row(String what, Goal goal, double value, String result, String peers) {

    /** The median of several runs, with all of them beside it. */
    static Row ofRuns(String what, Goal goal, double[] runs, String unit, String peers) {
        double median = Stats.median(runs);
        String all = DoubleStream.of(runs).mapToObj(Row::number).collect(Collectors.joining(", "));
        return new Row(what, goal, median, number(median) + unit + (runs.length > 1 ? " (" + all + ")" : ""), peers);
    }

    static Row of(String what, Goal goal, double value, String unit, String peers) {
        return new Row(what, goal, value, number(value) + unit, peers);
    }

    /** Something to know that has no goal. */
    static Row note(String what, String result) {
        return new Row(what, Goal.NONE, Double.NaN, result, "");
    }

    /** Whole from 100, with thousands apart; one decimal from 10, two below. */
    static String number(double value) {
        if (value == Math.rint(value) || value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value).replace(',', ' ');
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }

    String markdown() {
        return "| " + String.join(" | ", what, goal.text(), result, goal.verdict(value), peers) + " |\n";
    }
}
