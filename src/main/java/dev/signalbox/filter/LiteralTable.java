package dev.signalbox.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Builds the table of a {@link LiteralScanner}: first a tree of all literals, then what to do where it has no branch. Single
 * use, one thread.
 */
final class LiteralTable {

    private static final int[] NO_PATTERNS = {};
    private static final int NONE = -1;

    private final List<Set<String>> literals;
    private final byte[] kinds = new byte[0x80];
    private final int kindCount;
    private final int shift;
    private final long[] always;

    /** The tree, a state in each element; branches by kind, 0 for none, as nothing leads to the root. */
    private final List<int[]> branches = new ArrayList<>();

    /** The patterns whose literal ends in a state. */
    private final List<int[]> patterns = new ArrayList<>();

    LiteralTable(List<Set<String>> literals) {
        this.literals = literals;
        this.kindCount = countKinds();
        // A power of two, so that the number of a row is found by a shift.
        this.shift = 32 - Integer.numberOfLeadingZeros(kindCount - 1);
        this.always = new long[(literals.size() + 63) >> 6];
    }

    /** Kind 0 is that of all characters which are in no literal. */
    private int countKinds() {
        int count = 1;
        for (Set<String> ofPattern : literals) {
            for (String literal : ofPattern) {
                for (int i = 0; i < literal.length(); i++) {
                    char c = literal.charAt(i);
                    if (c < 0x80 && kinds[c] == 0) {
                        kinds[c] = (byte) count++;
                    }
                }
            }
        }
        for (char c = 'A'; c <= 'Z'; c++) {
            kinds[c] = kinds[Ascii.lower(c)];
        }
        return count;
    }

    LiteralScanner scanner() {
        addState();
        for (int pattern = 0; pattern < literals.size(); pattern++) {
            if (isUsable(literals.get(pattern))) {
                for (String literal : literals.get(pattern)) {
                    insert(literal, pattern);
                }
            } else {
                always[pattern >> 6] |= 1L << pattern;
            }
        }
        return finished();
    }

    private boolean isUsable(Set<String> ofPattern) {
        int length = 0;
        for (String literal : ofPattern) {
            if (literal.isEmpty() || literal.chars().anyMatch(c -> c >= 0x80 || (c >= 'A' && c <= 'Z'))) {
                return false;
            }
            length += literal.length();
        }
        return length > 0 && (branches.size() + length) << shift <= LiteralScanner.MAX_CELLS;
    }

    private int addState() {
        branches.add(new int[kindCount]);
        patterns.add(NO_PATTERNS);
        return branches.size() - 1;
    }

    private void insert(String literal, int pattern) {
        int state = 0;
        for (int i = 0; i < literal.length(); i++) {
            int kind = kinds[literal.charAt(i)];
            int branch = branches.get(state)[kind];
            if (branch == 0) {
                branch = addState();
                branches.get(state)[kind] = branch;
            }
            state = branch;
        }
        int[] before = patterns.get(state);
        int[] now = Arrays.copyOf(before, before.length + 1);
        now[before.length] = pattern;
        patterns.set(state, now);
    }

    /**
     * Fills in the missing branches, shallow states first: where there is no branch, the longest proper end of what was
     * read goes on, and that is a state whose branches are all known by then.
     */
    private LiteralScanner finished() {
        int count = branches.size();
        int[] order = new int[count];
        int[] fallback = new int[count];
        int[] shorter = new int[count];
        Arrays.fill(shorter, NONE);
        int known = 1;
        for (int done = 0; done < known; done++) {
            int state = order[done];
            int[] own = branches.get(state);
            int[] others = branches.get(fallback[state]);
            for (int kind = 0; kind < kindCount; kind++) {
                int branch = own[kind];
                int other = state == 0 ? 0 : others[kind];
                if (branch == 0) {
                    own[kind] = other;
                } else {
                    order[known++] = branch;
                    fallback[branch] = other;
                    shorter[branch] = patterns.get(other).length > 0 ? other : shorter[other];
                }
            }
        }
        return laidOut(order, shorter);
    }

    /** Shallow states first, as most steps are among them, but those that end a literal last, to be told by one comparison. */
    private LiteralScanner laidOut(int[] order, int[] shorter) {
        int[] place = new int[order.length];
        int placed = 0;
        for (int state : order) {
            if (!ends(state, shorter)) {
                place[state] = placed++;
            }
        }
        int firstEnd = placed;
        for (int state : order) {
            if (ends(state, shorter)) {
                place[state] = placed++;
            }
        }
        int[] next = new int[order.length << shift];
        int[] shorterEnds = new int[order.length - firstEnd];
        int[][] endPatterns = new int[order.length - firstEnd][];
        for (int state : order) {
            copy(branches.get(state), place, next, place[state] << shift);
            if (place[state] >= firstEnd) {
                int end = place[state] - firstEnd;
                endPatterns[end] = patterns.get(state);
                shorterEnds[end] = shorter[state] == NONE ? NONE : place[shorter[state]] - firstEnd;
            }
        }
        return new LiteralScanner(kinds, next, shift, shorterEnds, endPatterns, always);
    }

    private boolean ends(int state, int[] shorter) {
        return patterns.get(state).length > 0 || shorter[state] != NONE;
    }

    private void copy(int[] states, int[] place, int[] next, int row) {
        for (int kind = 0; kind < kindCount; kind++) {
            next[row + kind] = place[states[kind]] << shift;
        }
    }
}
