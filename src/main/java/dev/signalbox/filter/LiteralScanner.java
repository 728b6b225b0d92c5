package dev.signalbox.filter;

import java.util.List;
import java.util.Set;

/**
 * Tells which of many patterns are worth trying on a text, in one pass over it: those of which a literal occurs, and those
 * without literals. The pass costs the same for one literal as for a thousand (Aho and Corasick's automaton, every step of
 * it looked up in a table). Immutable and safe for use by several threads.
 */
public final class LiteralScanner {

    /**
     * Cells of the table, of four bytes each: 4 MB, room for some 16 000 characters of literals. Ten times this would be a
     * good part of a node's memory, twice when one scanner replaces another. Patterns beyond it are always tried.
     */
    static final int MAX_CELLS = 1 << 20;

    /** Letters outside ASCII that an expression takes for a k or an s when it ignores case. */
    private static final char KELVIN = '\u212a';

    private static final char LONG_S = '\u017f';

    private static final long[] NOTHING_SEEN = {};

    /** The kind of each ASCII character: 0 for those in no literal. Capitals are of the kind of their small letters. */
    private final byte[] kinds;

    /** Where to go from a row by a character of a kind: {@code next[row + kind]} is the start of another row. */
    private final int[] next;

    /** Rows from here on end a literal. */
    private final int firstEnd;

    /** The binary logarithm of the cells of a row. */
    private final int shift;

    /** For each row that ends a literal: the row, counted likewise, that ends the next shorter one here; -1 for none. */
    private final int[] shorter;

    /** For each row that ends a literal: the patterns that have this literal. May be none, where only a shorter one ends. */
    private final int[][] patterns;

    /** The bits of the patterns without literals. */
    private final long[] always;

    LiteralScanner(byte[] kinds, int[] next, int shift, int[] shorter, int[][] patterns, long[] always) {
        this.kinds = kinds;
        this.next = next;
        this.shift = shift;
        this.firstEnd = next.length - (shorter.length << shift);
        this.shorter = shorter;
        this.patterns = patterns;
        this.always = always;
    }

    /**
     * @param literals of the patterns, as {@link RequiredLiterals} gives them; empty for one that is always tried. The
     *     place in the list is the number of the pattern.
     */
    public static LiteralScanner of(List<Set<String>> literals) {
        return new LiteralTable(literals).scanner();
    }

    /** Whether the pattern is a candidate for every text. */
    public boolean isAlwaysTried(int pattern) {
        return (always[pattern >> 6] & 1L << pattern) != 0;
    }

    /**
     * The patterns that may match, a bit for each: of number n, bit n % 64 of element n / 64. A pattern that is not among
     * them is not found in the text. The answer is the caller's own.
     */
    public long[] candidates(String text) {
        long[] candidates = always.clone();
        long[] ends = ends(text);
        for (int word = 0; word < ends.length; word++) {
            for (long left = ends[word]; left != 0; left &= left - 1) {
                for (int pattern : patterns[(word << 6) + Long.numberOfTrailingZeros(left)]) {
                    candidates[pattern >> 6] |= 1L << pattern;
                }
            }
        }
        return candidates;
    }

    /** The rows that end a literal and were reached, as bits. Patterns come later, as most rows are reached many times. */
    private long[] ends(String text) {
        long[] ends = NOTHING_SEEN;
        if (shorter.length == 0) {
            return ends;
        }
        int row = 0;
        for (int i = 0; i < text.length(); i++) {
            row = next[row + kind(text.charAt(i))];
            if (row >= firstEnd) {
                if (ends.length == 0) {
                    ends = new long[(shorter.length + 63) >> 6];
                }
                mark(ends, (row - firstEnd) >> shift);
            }
        }
        return ends;
    }

    private void mark(long[] ends, int reached) {
        // One that was reached before was so with all shorter ones: a text of one letter must not cost its square.
        for (int end = reached; end >= 0 && (ends[end >> 6] & 1L << end) == 0; end = shorter[end]) {
            ends[end >> 6] |= 1L << end;
        }
    }

    private int kind(char c) {
        if (c < 0x80) {
            return kinds[c];
        }
        return c == KELVIN ? kinds['k'] : c == LONG_S ? kinds['s'] : 0;
    }
}
