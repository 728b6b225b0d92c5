package dev.signalbox.livelog;

import dev.signalbox.bus.Livelogs.Located;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * How many lines each stretch of a log has, so that any line of a log of gigabytes is found by reading one stretch. Made when
 * somebody first asks, and carried on as the log grows. Safe from any thread; one at a time does the work.
 */
final class LineIndex {

    /** Read in a fraction of a millisecond. A log of 1 GiB has 4 096 stretches, which take 32 KiB of memory. */
    static final int STRETCH = 256 << 10;

    private static final byte NEWLINE = '\n';

    /** Newlines before each stretch that was counted whole, and after the last of them. Guarded by this. */
    private long[] before = new long[16];
    /** Guarded by this. */
    private int stretches;

    /** Where a line begins: the last one when there are fewer. */
    synchronized Located line(FileChannel file, long length, long line) throws IOException {
        byte[] buffer = new byte[STRETCH];
        long lines = lines(file, buffer, length);
        long wanted = Math.clamp(line, 1, Math.max(1, lines));
        int stretch = stretchOf(wanted - 1);
        long offset = afterNewline(file, buffer, length, stretch, wanted - 1 - before[stretch]);
        return new Located(wanted, offset, lines, length);
    }

    /** Which line a byte is in. */
    synchronized Located offset(FileChannel file, long length, long offset) throws IOException {
        byte[] buffer = new byte[STRETCH];
        long lines = lines(file, buffer, length);
        long at = Math.clamp(offset, 0, length);
        int stretch = (int) (at / STRETCH);
        long start = (long) stretch * STRETCH;
        int rest = (int) (at - start);
        fill(file, buffer, start, rest);
        long line = before[stretch] + count(buffer, rest) + 1;
        return new Located(line, lineStart(file, buffer, at), lines, length);
    }

    /** A last line without its newline counts. */
    private long lines(FileChannel file, byte[] buffer, long length) throws IOException {
        int whole = (int) (length / STRETCH);
        if (before.length <= whole + 1) {
            before = Arrays.copyOf(before, Math.max(whole + 2, before.length * 2));
        }
        while (stretches < whole) {
            fill(file, buffer, (long) stretches * STRETCH, STRETCH);
            before[stretches + 1] = before[stretches] + count(buffer, STRETCH);
            stretches++;
        }
        long start = (long) whole * STRETCH;
        int rest = (int) (length - start);
        fill(file, buffer, start, rest);
        long newlines = before[whole] + count(buffer, rest);
        return newlines + (length > 0 && !endsWithNewline(file, length) ? 1 : 0);
    }

    private static boolean endsWithNewline(FileChannel file, long length) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return file.read(last, length - 1) == 1 && last.get(0) == NEWLINE;
    }

    /** The stretch in which the newline with this number, counted from 1, is; the first one for 0. */
    private int stretchOf(long newline) {
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

    /** Where the line begins that the byte before {@code end} is in, or ends right before. */
    private static long lineStart(FileChannel file, byte[] buffer, long end) throws IOException {
        long to = end;
        while (to > 0) {
            long from = Math.max(0, to - STRETCH);
            int count = (int) (to - from);
            fill(file, buffer, from, count);
            for (int i = count - 1; i >= 0; i--) {
                if (buffer[i] == NEWLINE) {
                    return from + i + 1;
                }
            }
            to = from;
        }
        return 0;
    }

    private static void fill(FileChannel file, byte[] buffer, long position, int count) throws IOException {
        ByteBuffer into = ByteBuffer.wrap(buffer, 0, count);
        while (into.hasRemaining()) {
            if (file.read(into, position + into.position()) < 0) {
                throw new IOException("the file of a live log is shorter than it was");
            }
        }
    }

    private static long count(byte[] bytes, int end) {
        long newlines = 0;
        for (int i = 0; i < end; i++) {
            newlines += bytes[i] == NEWLINE ? 1 : 0;
        }
        return newlines;
    }
}
