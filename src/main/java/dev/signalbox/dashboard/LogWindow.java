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

    /**
     * Which stretch is wanted.
     *
     * @param limit how many bytes from there on, at most
     * @param startsExactly because another stretch ends there; else with the next line
     * @param endsExactly because another stretch begins there; else with the last line that is whole
     */
    record Wanted(long from, int limit, boolean startsExactly, boolean endsExactly) {

        /** What follows a stretch that ended there. */
        static Wanted after(long offset) {
            return new Wanted(offset, SIZE - 1, true, false);
        }

        /** What comes before a stretch that began there. */
        static Wanted before(long offset) {
            long from = Math.max(0, offset - SIZE + 1);
            return new Wanted(from, (int) (offset - from), false, true);
        }

        /** Lines from about there on. */
        static Wanted near(long offset) {
            return new Wanted(Math.max(0, offset), SIZE - 1, false, false);
        }

        /** With the byte before it, which says whether a line begins there. */
        Livelogs.Read read(String stream, int generation) {
            return new Livelogs.Read(stream, generation, base(), Math.max(1, (int) (from - base()) + limit));
        }

        private long base() {
            return Math.max(0, from - 1);
        }
    }

    /** @param piece the answer to {@link Wanted#read} */
    static LogWindow of(Wanted wanted, Livelogs.Piece piece) {
        long base = wanted.base();
        // Where nothing is wanted a byte is read all the same, and a log may have grown by it.
        int most = (int) (wanted.from() - base) + wanted.limit();
        String bytes = piece.bytes().substring(0, Math.min(piece.bytes().length(), most));
        int from = Math.min(bytes.length(), (int) (wanted.from() - base));
        boolean cutStart = from > 0 && bytes.charAt(0) != '\n';
        if (cutStart && !wanted.startsExactly()) {
            int newline = bytes.indexOf('\n');
            cutStart = newline < 0 || newline > SKIPPED;
            from = cutStart ? firstCharacter(bytes, from) : newline + 1;
        }
        boolean last = base + bytes.length() >= piece.length();
        int to = bytes.length();
        boolean cutEnd = !last && !bytes.endsWith("\n");
        if (cutEnd && !wanted.endsExactly()) {
            int newline = bytes.lastIndexOf('\n');
            cutEnd = newline < from;
            to = cutEnd ? wholeCharacters(bytes, from) : newline + 1;
        }
        return new LogWindow(
                base + from, base + to, piece.length(), split(bytes.substring(from, to)), cutStart, cutEnd);
    }

    public boolean atStart() {
        return start == 0;
    }

    public boolean atEnd() {
        return end >= length;
    }

    /** Begins after a character of which only the end is there. */
    private static int firstCharacter(String bytes, int from) {
        int first = from;
        while (first < bytes.length() && first < from + 3 && (bytes.charAt(first) & 0xc0) == 0x80) {
            first++;
        }
        return first;
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
