package dev.signalbox.triggers;

import dev.signalbox.bus.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which of the triggers want events of a kind and severity, worked out beforehand for every pair that matters. Immutable. */
final class KindSets {

    /** For each kind that a trigger names, a set for each severity. */
    private final Map<String, long[][]> named = new HashMap<>();

    /** For kinds that none of them names. */
    private final long[][] others;

    KindSets(List<Trigger> triggers) {
        for (Trigger trigger : triggers) {
            for (String kind : trigger.kinds()) {
                named.computeIfAbsent(kind, name -> bySeverity(triggers, kinds -> kinds.contains(name)));
            }
        }
        others = bySeverity(triggers, kinds -> false);
    }

    /** As {@link Bits}, by place in the list. Not to be written to. */
    long[] rules(String kind, Severity severity) {
        return named.getOrDefault(kind, others)[severity.ordinal()];
    }

    private static long[][] bySeverity(List<Trigger> triggers, Predicate<List<String>> named) {
        long[][] sets = new long[Severity.values().length][];
        for (Severity severity : Severity.values()) {
            sets[severity.ordinal()] =
                    Bits.where(triggers.size(), place -> wants(triggers.get(place), named, severity));
        }
        return sets;
    }

    private static boolean wants(Trigger trigger, Predicate<List<String>> named, Severity severity) {
        return (trigger.kinds().isEmpty() || named.test(trigger.kinds()))
                && (trigger.severities().isEmpty() || trigger.severities().contains(severity));
    }
}
