package dev.signalbox.dashboard;

/**
 * How one message is shown: a line for the row and, when that does not say it all, the whole text under it.
 *
 * @param line what the row shows
 * @param lineEnd where the part of {@code line} that is shown ends
 * @param full what is shown on expand; empty when the line is all
 * @param fullEnd where the part of {@code full} that is shown ends
 * @param moreLines how many lines follow the one in the row
 */
record MessageText(String line, int lineEnd, String full, int fullEnd, int moreLines) {

    /** A row is one line of the screen; what is longer is read on expand. */
    private static final int LINE_CHARS = 400;

    /** @param maxChars how much is shown on expand */
    static MessageText of(String message, int maxChars) {
        if (message.length() <= maxChars && JsonText.isJson(message)) {
            String compact = JsonText.compact(message);
            String pretty = JsonText.pretty(message);
            return new MessageText(compact, cut(compact, 0, LINE_CHARS), pretty, pretty.length(), 0);
        }
        int start = startOfText(message);
        int end = endOfLine(message, start);
        int lineEnd = cut(message, start, Math.min(LINE_CHARS, end - start));
        boolean all = start == 0 && lineEnd == message.length();
        String line = message.substring(start, Math.max(start, lineEnd));
        String full = all ? "" : message;
        return new MessageText(line, line.length(), full, cut(full, 0, maxChars), linesAfter(message, end));
    }

    boolean cut() {
        return fullEnd < full.length();
    }

    /** Leading blank lines would make a row that says nothing. */
    private static int startOfText(String message) {
        int start = 0;
        for (int i = 0; i < message.length() && message.charAt(i) <= ' '; i++) {
            if (isLineEnd(message.charAt(i))) {
                start = i + 1;
            }
        }
        return start < message.length() ? start : 0;
    }

    private static int endOfLine(String message, int from) {
        int end = from;
        while (end < message.length() && !isLineEnd(message.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int linesAfter(String message, int from) {
        int lines = 0;
        int last = message.length();
        while (last > from && isLineEnd(message.charAt(last - 1))) {
            last--;
        }
        for (int i = from; i < last; i++) {
            boolean crOfPair = message.charAt(i) == '\r' && i + 1 < last && message.charAt(i + 1) == '\n';
            lines += isLineEnd(message.charAt(i)) && !crOfPair ? 1 : 0;
        }
        return lines;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }

    /** At most {@code max} characters on, but never between the halves of a pair. */
    private static int cut(String text, int from, int max) {
        int end = from + max;
        if (end >= text.length()) {
            return text.length();
        }
        return end > from && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
