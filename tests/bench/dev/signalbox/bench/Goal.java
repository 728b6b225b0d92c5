package dev.signalbox.bench;

/**
 * What a figure should be at least or at most.
 *
 * @param text as the table shows it
 */
record Goal(String text, double bound, boolean least) {

    static final Goal NONE = new Goal("", Double.NaN, true);

    static Goal atLeast(double bound, String unit) {
        return new Goal("≥ " + Row.number(bound) + unit, bound, true);
    }

    static Goal atMost(double bound, String unit) {
        return new Goal((bound == 0 ? "" : "≤ ") + Row.number(bound) + unit, bound, false);
    }

    /** Empty where there is no goal. */
    String verdict(double value) {
        if (Double.isNaN(bound)) {
            return "";
        }
        return (least ? value >= bound : value <= bound) ? "met" : "missed";
    }
}
