package dev.signalbox.monitors;

import java.util.ArrayList;
import java.util.List;

/**
 * The bars of one strip: bar <i>k</i> counts the check-ins that are at least <i>k</i> and less than <i>k</i> + 1 hours
 * old, to the millisecond. The windows roll with {@code now}, so each of them meets two clock hours, and each clock hour
 * is split by the place that {@code now} has in its own: its early part is as many hours old as the clock says, its late
 * part one hour less.
 */
final class Bars {

    private final int[] byAge;

    /** @param hours how many bars; older check-ins are ignored */
    Bars(int hours) {
        byAge = new int[hours];
    }

    /**
     * Counts the check-ins of one clock hour.
     *
     * @param hoursBack clock hours from theirs to that of {@code now}; negative when they are stamped in the future
     * @param early those no later in their hour than {@code now} is in its own
     * @param late the others
     */
    void add(int hoursBack, int early, int late) {
        count(hoursBack, early);
        count(hoursBack - 1, late);
    }

    private void count(int age, int checkIns) {
        // A clock that was set back leaves check-ins in the future; they are news, not an error.
        int bar = Math.max(age, 0);
        if (bar < byAge.length) {
            byAge[bar] += checkIns;
        }
    }

    List<Integer> newestLast() {
        List<Integer> bars = new ArrayList<>(byAge.length);
        for (int age = byAge.length - 1; age >= 0; age--) {
            bars.add(byAge[age]);
        }
        return bars;
    }
}
