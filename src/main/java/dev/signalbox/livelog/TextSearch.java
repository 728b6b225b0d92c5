package dev.signalbox.livelog;

import dev.signalbox.bus.Livelogs.Grepped;
import dev.signalbox.bus.Livelogs.Hit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

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

    /** @param line the number of the line that begins at {@code from} */
    TextSearch(FileChannel file, long length, String text, long from, long line, int limit) {
        this.file = file;
        this.length = length;
        this.text = folded(text.getBytes(StandardCharsets.UTF_8));
        this.lineStart = from;
        this.line = line;
        this.limit = limit;
    }

    /** @param deadline by {@link System#nanoTime()}; at least one line is searched, however long */
    Grepped run(long deadline) throws IOException {
        long from = lineStart;
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(STRETCH + text.length, Math.max(1, length - lineStart)));
        long position = lineStart;
        while (position < length) {
            int count = (int) Math.min(buffer.capacity(), length - position);
            fill(buffer, position, count);
            boolean last = position + count == length;
            // A match may lie across two stretches, so the last few bytes are left for the next one.
            int usable = last ? count : count - text.length + 1;
            if (search(folded(buffer.array()), position, usable, count)) {
                return new Grepped(hits, lineStart, false);
            }
            position += usable;
            if (lineStart > from && position < length && System.nanoTime() > deadline) {
                if (lineTaken) {
                    // The next search begins with this line, and finds it.
                    hits.removeLast();
                }
                return new Grepped(hits, lineStart, false);
            }
        }
        return new Grepped(hits, length, true);
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

    private void fill(ByteBuffer buffer, long position, int count) throws IOException {
        buffer.clear().limit(count);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file of a live log is shorter than it was");
            }
        }
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
