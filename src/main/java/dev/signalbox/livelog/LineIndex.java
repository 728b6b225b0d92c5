package dev.signalbox.livelog;

import dev.signalbox.bus.Livelogs.Located;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * How many lines each stretch of a log has, so that any line of a log of gigabytes is found by reading a stretch or two. Made
 * when somebody first asks, and carried on as the log grows. Safe from any thread, of which one at a time may count.
 */
final class LineIndex {

    /** Read in a fraction of a millisecond. A log of 1 GiB has 4 096 stretches, which take 32 KiB of memory. */
    static final int STRETCH = 256 << 10;

    private static final byte NEWLINE = '\n';

    /** Newlines before each stretch that was counted whole, and after the last of them. Guarded by this. */
    private long[] before = new long[16];
    /** Guarded by this. */
    private int stretches;

    /**
     * @param line counted from 1
     * @param offset of the line's first byte
     */
    record Place(long line, long offset) {}

    /** Whether enough is counted for questions about the log up to {@code length}. */
    synchronized boolean reaches(long length) {
        return stretches >= length / STRETCH;
    }

    /** Goes on until the index reaches {@code length}, or {@code spent} says after a stretch that it is time to stop. */
    void count(FileChannel file, long length, BooleanSupplier spent) throws IOException {
        byte[] buffer = new byte[STRETCH];
        int next = counted();
        while (next < length / STRETCH) {
            fill(file, buffer, (long) next * STRETCH, STRETCH);
            add(newlines(buffer, STRETCH));
            next++;
            if (spent.getAsBoolean()) {
                return;
            }
        }
    }

    private synchronized int counted() {
        return stretches;
    }

    private synchronized void add(long newlines) {
        if (before.length <= stretches + 1) {
            before = Arrays.copyOf(before, before.length * 2);
        }
        before[stretches + 1] = before[stretches] + newlines;
        stretches++;
    }

    private synchronized long before(int stretch) {
        return before[stretch];
    }

    /** Where a line begins: the last one when there are fewer. The index must reach {@code length}. */
    Located line(FileChannel file, long length, long line) throws IOException {
        byte[] buffer = new byte[STRETCH];
        long lines = lines(file, buffer, length);
        long wanted = Math.clamp(line, 1, Math.max(1, lines));
        int stretch = stretchOf(wanted - 1);
        long offset = afterNewline(file, buffer, length, stretch, wanted - 1 - before(stretch));
        return new Located(wanted, offset, lines, length);
    }

    /** Which line a byte is in. The index must reach {@code length}. */
    Located offset(FileChannel file, long length, long offset) throws IOException {
        Place place = place(file, Math.clamp(offset, 0, length));
        return new Located(place.line(), place.offset(), lines(file, new byte[STRETCH], length), length);
    }

    /** The line that a byte is in. The index must reach the byte. */
    Place place(FileChannel file, long offset) throws IOException {
        byte[] buffer = new byte[STRETCH];
        int stretch = (int) (offset / STRETCH);
        long start = (long) stretch * STRETCH;
        int rest = (int) (offset - start);
        fill(file, buffer, start, rest);
        long newlines = before(stretch) + newlines(buffer, rest);
        if (newlines == 0) {
            return new Place(1, 0);
        }
        int last = lastNewline(buffer, rest);
        if (last < 0) {
            // The line began in an earlier stretch, of which the index knows which.
            start = (long) stretchOf(newlines) * STRETCH;
            fill(file, buffer, start, STRETCH);
            last = lastNewline(buffer, STRETCH);
        }
        return new Place(newlines + 1, start + last + 1);
    }

    /** A last line without its newline counts. */
    private long lines(FileChannel file, byte[] buffer, long length) throws IOException {
        int whole = (int) (length / STRETCH);
        long start = (long) whole * STRETCH;
        int rest = (int) (length - start);
        fill(file, buffer, start, rest);
        long newlines = before(whole) + newlines(buffer, rest);
        return newlines + (length > 0 && !endsWithNewline(file, length) ? 1 : 0);
    }

    private static boolean endsWithNewline(FileChannel file, long length) throws IOException {
        byte[] last = new byte[1];
        fill(file, last, length - 1, 1);
        return last[0] == NEWLINE;
    }

    /** The stretch in which the newline with this number, counted from 1, is; the first one for 0. */
    private synchronized int stretchOf(long newline) {
        int found = Arrays.binarySearch(before, 0, stretches + 1, newline);
        if (found < 0) {
            return -found - 2;
        }
        // The newline itself is in an earlier stretch: the first of those with this many before them ends with it.
        while (found > 0 && before[found] >= newline) {
            found--;
        }
        return found;
    }

    /** The offset after the n-th newline of a stretch. */
    private static long afterNewline(FileChannel file, byte[] buffer, long length, int stretch, long newlines)
            throws IOException {
        long start = (long) stretch * STRETCH;
        if (newlines == 0) {
            return start;
        }
        int count = (int) Math.min(STRETCH, length - start);
        fill(file, buffer, start, count);
        long left = newlines;
        for (int i = 0; i < count; i++) {
            if (buffer[i] == NEWLINE && --left == 0) {
                return start + i + 1;
            }
        }
        throw new IOException("the log has fewer lines than were counted");
    }

    /** -1 when there is none. */
    private static int lastNewline(byte[] bytes, int end) {
        int last = end - 1;
        while (last >= 0 && bytes[last] != NEWLINE) {
            last--;
        }
        return last;
    }

    private static void fill(FileChannel file, byte[] buffer, long position, int count) throws IOException {
        LogFiles.fill(file, ByteBuffer.wrap(buffer, 0, count), position);
    }

    private static long newlines(byte[] bytes, int end) {
        long newlines = 0;
        for (int i = 0; i < end; i++) {
            newlines += bytes[i] == NEWLINE ? 1 : 0;
        }
        return newlines;
    }
}
