package dev.signalbox.triggers;

import java.util.function.IntPredicate;

/** Sets of small numbers as bits: number n is bit n % 64 of element n / 64. */
final class Bits {

    private Bits() {}

    /** Those below {@code size} of which it holds. */
    static long[] where(int size, IntPredicate holds) {
        long[] bits = new long[(size + 63) >> 6];
        for (int n = 0; n < size; n++) {
            if (holds.test(n)) {
                add(bits, n);
            }
        }
        return bits;
    }

    static void add(long[] bits, int n) {
        bits[n >> 6] |= 1L << n;
    }
}
