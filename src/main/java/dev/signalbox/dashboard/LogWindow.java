package dev.signalbox.dashboard;

import dev.signalbox.bus.Livelogs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of a log as a page holds it: whole lines, as far as lines are short enough. What lies before and after it is
 * reached in stretches that join it without a gap.
 *
 * @param start the offset of the first byte shown
 * @param end the offset after the last byte shown
 * @param length of the log
 * @param cutStart whether the first line began before {@code start}
 * @param cutEnd whether the last line goes on after {@code end} although more of it is there
 */
record LogWindow(long start, long end, long length, List<String> lines, boolean cutStart, boolean cutEnd) {

    /** Bytes of one stretch. */
    static final int SIZE = Livelogs.Read.MOST_BYTES;

    /** How far into a stretch its first line end is looked for; a line longer than that is shown from its middle. */
    private static final int SKIPPED = SIZE / 4;

    LogWindow {
        lines = List.copyOf(lines);
    }

    /** Where to read for a window at {@code at}: with the byte before it, which says whether a line begins there. */
    static long readFrom(long at) {
        return Math.max(0, at - 1);
    }

    /** @param piece read from {@link #readFrom}, at most {@link #SIZE} */
    static LogWindow of(long at, Livelogs.Piece piece) {
        String bytes = piece.bytes();
        long base = readFrom(at);
        int from = 0;
        boolean cutStart = false;
        if (base < at && !bytes.isEmpty()) {
            int newline = bytes.indexOf('\n');
            cutStart = newline < 0 || newline > SKIPPED;
            from = cutStart ? 1 : newline + 1;
        }
        boolean toTheEnd = base + bytes.length() >= piece.length();
        int newline = bytes.lastIndexOf('\n');
        boolean cutEnd = !toTheEnd && newline < from;
        int to = toTheEnd ? bytes.length() : cutEnd ? wholeCharacters(bytes, from) : newline + 1;
        return new LogWindow(
                base + from, base + to, piece.length(), split(bytes.substring(from, to)), cutStart, cutEnd);
    }

    /** Where the stretch before this one begins. */
    public long before() {
        return Math.max(0, start - SIZE + 1);
    }

    public boolean atStart() {
        return start == 0;
    }

    public boolean atEnd() {
        return end >= length;
    }

    /** Ends before a character of which only a part is there, so that the next stretch can show it. */
    private static int wholeCharacters(String bytes, int from) {
        int end = bytes.length();
        int lead = end - 1;
        while (lead > from && end - lead < 4 && (bytes.charAt(lead) & 0xc0) == 0x80) {
            lead--;
        }
        char first = lead < from ? 0 : bytes.charAt(lead);
        int needs = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
        return lead > from && lead + needs > end ? lead : end;
    }

    /** A line feed ends a line; what follows the last one is a line if it is anything. */
    private static List<String> split(String bytes) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int newline = bytes.indexOf('\n'); newline >= 0; newline = bytes.indexOf('\n', start)) {
            lines.add(text(bytes.substring(start, newline)));
            start = newline + 1;
        }
        if (start < bytes.length()) {
            lines.add(text(bytes.substring(start)));
        }
        return lines;
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
