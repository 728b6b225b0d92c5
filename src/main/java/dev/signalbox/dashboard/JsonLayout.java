package dev.signalbox.dashboard;

/** Lays out one JSON text in one pass over its characters; the text is known to be JSON. Single use, one thread. */
final class JsonLayout {

    /** Deeper parts stay on one line: indentation must not multiply the size of a hostile message. */
    private static final int MAX_DEPTH = 12;

    private final String json;
    private final boolean lines;
    private final StringBuilder out;
    private int depth;

    JsonLayout(String json, boolean lines) {
        this.json = json;
        this.lines = lines;
        this.out = new StringBuilder(json.length() * (lines ? 2 : 1));
    }

    String write() {
        int i = 0;
        while (i < json.length()) {
            char c = json.charAt(i);
            i = c == '"' ? text(i) : token(c, i);
        }
        return out.toString();
    }

    private int text(int from) {
        int end = from + 1;
        while (end < json.length() && json.charAt(end) != '"') {
            end += json.charAt(end) == '\\' ? 2 : 1;
        }
        int to = Math.min(end + 1, json.length());
        out.append(json, from, to);
        return to;
    }

    private int token(char c, int at) {
        switch (c) {
            case ' ', '\t', '\r', '\n' -> {
                // The layout of the sender gives way to ours.
            }
            case '{', '[' -> open(c, at);
            case '}', ']' -> close(c, at);
            case ',' -> {
                out.append(lines && depth <= MAX_DEPTH ? "," : ", ");
                line();
            }
            case ':' -> out.append(": ");
            default -> out.append(c);
        }
        return at + 1;
    }

    private void open(char c, int at) {
        out.append(c);
        depth++;
        if (!isClosing(nextToken(at + 1))) {
            line();
        }
    }

    private void close(char c, int at) {
        boolean empty = isOpening(previousToken(at - 1));
        if (empty) {
            depth--;
        } else {
            boolean broken = depth <= MAX_DEPTH;
            depth--;
            if (broken) {
                line();
            }
        }
        out.append(c);
    }

    private void line() {
        if (lines && depth <= MAX_DEPTH) {
            out.append('\n').repeat("  ", depth);
        }
    }

    private char nextToken(int from) {
        int i = from;
        while (i < json.length() - 1 && json.charAt(i) <= ' ') {
            i++;
        }
        return json.charAt(Math.min(i, json.length() - 1));
    }

    private char previousToken(int from) {
        int i = from;
        while (i > 0 && json.charAt(i) <= ' ') {
            i--;
        }
        return json.charAt(Math.max(i, 0));
    }

    private static boolean isClosing(char c) {
        return c == '}' || c == ']';
    }

    private static boolean isOpening(char c) {
        return c == '{' || c == '[';
    }
}
