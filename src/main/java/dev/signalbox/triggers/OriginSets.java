package dev.signalbox.triggers;

import dev.signalbox.filter.Glob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the triggers want events of an origin. Origins are few and come again and again, so what was found out is
 * remembered; threads may do so at the same time without harm, as each entry is immutable and right for its origin.
 */
final class OriginSets {

    /**
     * Origins remembered, a power of two. Ten times as many would still be looked up fast, but keep some MB for what some
     * client made up.
     */
    private static final int MAX_REMEMBERED = 4_096;

    private final int size;

    /** Those that want any origin. */
    private final long[] any;

    private final Map<String, long[]> exact = new HashMap<>();
    private final List<GlobSet> globs;
    private final @Nullable Entry[] remembered;

    OriginSets(List<Trigger> triggers) {
        size = triggers.size();
        any = Bits.where(size, place -> triggers.get(place).origins().isEmpty());
        Map<String, long[]> byGlob = new HashMap<>();
        for (int place = 0; place < size; place++) {
            for (String origin : triggers.get(place).origins()) {
                Map<String, long[]> sets = origin.indexOf('*') < 0 ? exact : byGlob;
                Bits.add(sets.computeIfAbsent(origin, o -> Bits.where(size, p -> false)), place);
            }
        }
        globs = byGlob.entrySet().stream()
                .map(entry -> new GlobSet(new Glob(entry.getKey()), entry.getValue()))
                .toList();
        boolean allWantAny = exact.isEmpty() && globs.isEmpty();
        remembered = new Entry[allWantAny ? 0 : MAX_REMEMBERED];
    }

    /** As {@link Bits}, by place in the list. Not to be written to. */
    long[] rules(String origin) {
        if (remembered.length == 0) {
            return any;
        }
        int hash = origin.hashCode();
        // Upper bits are mixed in, because those of the last characters alone would let similar names collide.
        int slot = (hash ^ hash >>> 16) & (MAX_REMEMBERED - 1);
        Entry entry = remembered[slot];
        if (entry == null || !entry.origin.equals(origin)) {
            entry = new Entry(origin, worked(origin));
            remembered[slot] = entry;
        }
        return entry.rules;
    }

    private long[] worked(String origin) {
        long[] rules = any.clone();
        unite(rules, exact.get(origin));
        for (GlobSet set : globs) {
            if (set.glob.matches(origin)) {
                unite(rules, set.rules);
            }
        }
        return rules;
    }

    private static void unite(long[] rules, long @Nullable [] more) {
        for (int word = 0; more != null && word < rules.length; word++) {
            rules[word] |= more[word];
        }
    }

    /** The triggers that have this glob among their origins. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and never leaves.
    private record GlobSet(Glob glob, long[] rules) {}

    @SuppressWarnings("ArrayRecordComponent") // Never compared, and never leaves.
    private record Entry(String origin, long[] rules) {}
}
