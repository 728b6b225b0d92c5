package dev.signalbox.bench;

import java.util.BitSet;

/** Finds {@code ~number~} in the bytes of one stream, wherever reads divide them. Written to by one thread. */
final class NumberedRows {

    /** What to do with a number that was not there before. */
    interface Found {
        void found(int number, long nanos);
    }

    private static final int OUTSIDE = -1;
    private static final int MAX_DIGITS = 8;

    private final BitSet seen;
    private final Found found;
    private int number;

    /** Read of a number so far, or {@link #OUTSIDE} of one. */
    private int digits = OUTSIDE;

    private volatile boolean open;
    private volatile int different;
    private volatile int repeated;

    NumberedRows(int numbers, Found found) {
        this.seen = new BitSet(numbers);
        this.found = found;
    }

    void read(byte[] bytes, int length, long nanos) {
        open = true;
        for (int i = 0; i < length; i++) {
            byte b = bytes[i];
            if (b == '~') {
                boolean end = digits > 0;
                if (end) {
                    complete(nanos);
                }
                digits = end ? OUTSIDE : 0;
                number = 0;
            } else if (digits != OUTSIDE) {
                boolean digit = b >= '0' && b <= '9';
                number = number * 10 + b - '0';
                digits = digit && digits < MAX_DIGITS ? digits + 1 : OUTSIDE;
            }
        }
    }

    /** Whether the first bytes came. */
    boolean open() {
        return open;
    }

    int different() {
        return different;
    }

    int repeated() {
        return repeated;
    }

    private void complete(long nanos) {
        if (seen.get(number)) {
            repeated = repeated + 1;
        } else {
            seen.set(number);
            different = different + 1;
            found.found(number, nanos);
        }
    }
}
