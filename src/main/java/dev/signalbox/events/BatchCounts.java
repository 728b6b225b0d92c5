package dev.signalbox.events;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Severity;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** How many events of one batch fall into each minute, by severity. */
final class BatchCounts {

    private static final int SEVERITIES = Severity.values().length;

    private final Map<Integer, int[]> byMinute = new TreeMap<>();
    private int minute = Integer.MIN_VALUE;
    private int[] current = new int[SEVERITIES];

    void add(Event event) {
        int of = minute(event.at());
        // Nearly all events of a batch fall into the same minute.
        if (of != minute) {
            minute = of;
            current = byMinute.computeIfAbsent(of, ignored -> new int[SEVERITIES]);
        }
        current[event.severity().ordinal()]++;
    }

    /** The three parallel arrays of the outbox row: minutes, severities, counts. Zero counts are left out. */
    Object[][] columns() {
        int cells = byMinute.values().stream().mapToInt(BatchCounts::nonZero).sum();
        Integer[] minutes = new Integer[cells];
        Short[] severities = new Short[cells];
        Integer[] counts = new Integer[cells];
        int cell = 0;
        for (Map.Entry<Integer, int[]> entry : byMinute.entrySet()) {
            for (int severity = 0; severity < SEVERITIES; severity++) {
                if (entry.getValue()[severity] > 0) {
                    minutes[cell] = entry.getKey();
                    severities[cell] = (short) severity;
                    counts[cell++] = entry.getValue()[severity];
                }
            }
        }
        return new Object[][] {minutes, severities, counts};
    }

    /** Minutes since 1970, limited to what an integer column holds: years before -2113 and after 6053 share one. */
    static int minute(Instant at) {
        return Math.clamp(Math.floorDiv(at.getEpochSecond(), 60), Integer.MIN_VALUE + 1, Integer.MAX_VALUE);
    }

    private static int nonZero(int[] counts) {
        int cells = 0;
        for (int count : counts) {
            cells += count > 0 ? 1 : 0;
        }
        return cells;
    }
}
