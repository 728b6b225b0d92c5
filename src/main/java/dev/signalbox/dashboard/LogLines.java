package dev.signalbox.dashboard;

/**
 * Writes the lines of a log as a list with numbers that are links. Script writes the same, so what the page holds at first
 * and what replaces it look alike.
 */
final class LogLines {

    private LogLines() {}

    /**
     * @param first the number of the first line; 0 when it is not known, and the numbers are left out
     * @param marked the number of the line to be pointed out; 0 for none
     */
    static String html(LogWindow window, long first, long marked) {
        StringBuilder out = new StringBuilder(
                (int) (window.end() - window.start()) + 128 * window.lines().size());
        Ansi ansi = Ansi.lines(out);
        int last = window.lines().size() - 1;
        for (int i = 0; i <= last; i++) {
            long number = first == 0 ? 0 : first + i;
            appendNumber(out, number, number != 0 && number == marked);
            out.append(i == 0 && window.cutStart() ? "<i class=\"ctl\">…</i>" : "");
            appendLine(out, ansi, window.lines().get(i));
            out.append(i == last && window.cutEnd() ? "<i class=\"ctl\">…</i>" : "");
            out.append("</code></li>\n");
        }
        return out.toString();
    }

    private static void appendNumber(StringBuilder out, long number, boolean marked) {
        out.append("<li class=\"ln").append(marked ? " at\"" : "\"");
        if (number == 0) {
            out.append("><a class=\"no\"></a><code>");
            return;
        }
        out.append(" id=\"L").append(number).append("\"><a class=\"no\" tabindex=\"-1\" href=\"#L");
        out.append(number).append("\" data-n=\"").append(number).append("\" aria-label=\"line ");
        out.append(number).append("\"></a><code>");
    }

    /** Of a line that was written over and over, as progress is, the last state, as a terminal would leave it. */
    private static void appendLine(StringBuilder out, Ansi ansi, String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\r') {
            end--;
        }
        int start = line.lastIndexOf('\r', end - 1) + 1;
        if (start > 0) {
            out.append("<i class=\"ctl\" title=\"written over: only the last state is shown\">CR</i>");
        }
        ansi.line(line.substring(start, end));
    }
}
