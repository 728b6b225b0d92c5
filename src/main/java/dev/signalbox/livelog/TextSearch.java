package dev.signalbox.livelog;

import dev.signalbox.bus.Livelogs.Grepped;
import dev.signalbox.bus.Livelogs.Hit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Finds the lines of a log that hold a text, stretch by stretch, until enough are found or the time is spent. Single use. */
final class TextSearch {

    private static final int STRETCH = 1 << 20;
    private static final byte NEWLINE = '\n';

    private final FileChannel file;
    private final long length;
    private final byte[] text;
    private final List<Hit> hits = new ArrayList<>();
    private final int limit;
    private long line;
    private long lineStart;
    private boolean lineTaken;

    TextSearch(FileChannel file, long length, String text, int limit) {
        this.file = file;
        this.length = length;
        this.text = folded(text.getBytes(StandardCharsets.UTF_8));
        this.limit = limit;
    }

    /**
     * @param from where to begin; within a line, its rest is searched
     * @param place the line that this is in
     * @param spent asked after each stretch whether it is time to stop
     */
    Grepped run(long from, LineIndex.Place place, BooleanSupplier spent) throws IOException {
        line = place.line();
        lineStart = place.offset();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(STRETCH + text.length, Math.max(1, length - from)));
        long position = from;
        while (position < length) {
            int count = (int) Math.min(buffer.capacity(), length - position);
            LogFiles.fill(file, buffer.clear().limit(count), position);
            boolean last = position + count == length;
            // A match may lie across two stretches, so the last few bytes are left for the next one.
            int usable = last ? count : count - text.length + 1;
            if (search(folded(buffer.array()), position, usable, count)) {
                return new Grepped(hits, lineStart, false);
            }
            position += usable;
            if (position < length && spent.getAsBoolean()) {
                return new Grepped(hits, goOn(from, position), false);
            }
        }
        return new Grepped(hits, length, true);
    }

    /** With the line that is not searched to its end; but within it, if nothing else was searched. */
    private long goOn(long from, long position) {
        if (lineStart <= from) {
            return position;
        }
        if (lineTaken) {
            // The next search begins with this line, and finds it.
            hits.removeLast();
        }
        return lineStart;
    }

    /** Whether as many lines as wanted were found, and the one after them has begun. */
    private boolean search(byte[] bytes, long position, int usable, int count) {
        for (int i = 0; i < usable; i++) {
            if (bytes[i] == NEWLINE) {
                line++;
                lineStart = position + i + 1;
                lineTaken = false;
                if (hits.size() == limit) {
                    return lineStart < length;
                }
            } else if (!lineTaken && hits.size() < limit && matches(bytes, i, count)) {
                hits.add(new Hit(line, lineStart));
                lineTaken = true;
            }
        }
        return false;
    }

    private boolean matches(byte[] bytes, int at, int count) {
        if (bytes[at] != text[0] || at + text.length > count) {
            return false;
        }
        for (int i = 1; i < text.length; i++) {
            if (bytes[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** In place: letters of ASCII become small ones; no other byte of UTF-8 looks like one. */
    private static byte[] folded(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b >= 'A' && b <= 'Z') {
                bytes[i] = (byte) (b + ('a' - 'A'));
            }
        }
        return bytes;
    }
}
