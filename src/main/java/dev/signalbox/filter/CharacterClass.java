package dev.signalbox.filter;

/** Reads a class in square brackets, as re2j does. Single use, one thread. */
final class CharacterClass {

    /** More choices than this make no literals that tell much. */
    private static final int MAX_CHOICES = 4;

    /**
     * Cyrillic letters of Unicode 9, which re2j's tables lack while Java has them: folding their case never ends
     * (google/re2j#168). The whole row, as later versions of Unicode add to it.
     */
    private static final int FIRST_ENDLESS = 0x1c80;

    private static final int LAST_ENDLESS = 0x1c8f;

    private final String expression;
    private final StringBuilder choices = new StringBuilder();
    private boolean listed = true;
    private boolean understood = true;
    private boolean foldsForever;
    private int at;

    /** @param start of the bracket that opens */
    CharacterClass(String expression, int start) {
        this.expression = expression;
        at = start + 1;
        read();
    }

    static boolean foldsForever(int first, int last) {
        return first <= LAST_ENDLESS && last >= FIRST_ENDLESS;
    }

    /** In lower case; empty when they are too many, or not all ASCII. */
    String choices() {
        return listed ? choices.toString() : "";
    }

    /** Behind the bracket that closes. */
    int end() {
        return at;
    }

    boolean understood() {
        return understood;
    }

    /** Whether a character is among those listed whose case re2j cannot fold. */
    boolean foldsForever() {
        return foldsForever;
    }

    private void read() {
        if (is('^')) {
            listed = false;
            at++;
        }
        boolean first = true;
        while (understood && (first || !is(']'))) {
            // A bracket that closes at once is a character.
            first = false;
            if (at >= expression.length()) {
                understood = false;
            } else {
                member();
            }
        }
        at++;
    }

    private void member() {
        int named = expression.startsWith("[:", at) ? expression.indexOf(":]", at + 2) : -1;
        if (named >= 0) {
            listed = false;
            at = named + 2;
            return;
        }
        int from = character();
        if (from < 0) {
            listed = false;
            return;
        }
        int to = from;
        if (is('-') && !expression.startsWith("-]", at)) {
            at++;
            to = character();
            understood &= to >= from;
        }
        range(from, to);
    }

    /** @return negative when it is a class by itself, or not understood */
    private int character() {
        if (at >= expression.length()) {
            understood = false;
            return -1;
        }
        if (is('\\')) {
            Escape escape = Escape.at(expression, at);
            understood &= escape.understood();
            at = escape.end();
            return escape.codePoint();
        }
        int codePoint = expression.codePointAt(at);
        at += Character.charCount(codePoint);
        return codePoint;
    }

    private void range(int from, int to) {
        foldsForever |= foldsForever(from, to);
        if (to >= 0x80) {
            listed = false;
        }
        for (int c = from; c <= to && listed; c++) {
            String lower = String.valueOf(Ascii.lower((char) c));
            if (choices.indexOf(lower) < 0) {
                choices.append(lower);
                listed = choices.length() <= MAX_CHOICES;
            }
        }
    }

    private boolean is(char c) {
        return at < expression.length() && expression.charAt(at) == c;
    }
}
