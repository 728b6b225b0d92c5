package dev.signalbox.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts an expression in RE2 syntax (as re2j reads it) into tokens, left to right. What it does not understand it calls
 * unknown, rather than guess. Single use, one thread.
 */
final class Tokens {

    /** Such as {@code {3}}, {@code {3,}} and {@code {3,5}}; anything else in braces is text. */
    private static final Pattern REPEAT = Pattern.compile("\\{(0|[1-9]\\d{0,3})(?:(,)(0|[1-9]\\d{0,3})?)?}");

    /** Such as {@code (?P<name>}. */
    private static final Pattern NAMED = Pattern.compile("\\(\\?P?<\\w+>");

    /** Such as {@code (?i-s)}, which opens no group, and {@code (?i:}, which does. */
    private static final Pattern FLAGS = Pattern.compile("\\(\\?([imsU]*)(?:-[imsU]+)?([:)])");

    private final String expression;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean understood = true;
    private boolean ignoresCase;
    private boolean foldsForever;

    private Tokens(String expression) {
        this.expression = expression;
    }

    /** Never fails; ends with {@link Token.Unknown} where it was lost. */
    static Tokens of(String expression) {
        Tokens tokens = new Tokens(expression);
        tokens.cut();
        return tokens;
    }

    List<Token> list() {
        return tokens;
    }

    /** Whether {@code (?i)} occurs. */
    boolean ignoresCase() {
        return ignoresCase;
    }

    /** Whether a character is wanted, by itself or within a range, whose case re2j cannot fold. */
    boolean foldsForever() {
        return foldsForever;
    }

    private void cut() {
        while (understood && at < expression.length()) {
            switch (expression.charAt(at)) {
                case '(' -> open();
                case ')' -> tokens.add(new Token.Close(at++));
                case '|' -> add(new Token.Bar(), 1);
                case '^', '$' -> add(new Token.Nothing(), 1);
                case '.' -> add(new Token.One(""), 1);
                case '*' -> repeat(0, Token.Repeat.ENDLESS, 1);
                case '+' -> repeat(1, Token.Repeat.ENDLESS, 1);
                case '?' -> repeat(0, 1, 1);
                case '{' -> brace();
                case '[' -> characterClass();
                case '\\' -> escape();
                default -> literal(codePoint());
            }
        }
        if (!understood) {
            tokens.add(new Token.Unknown());
        }
    }

    private void add(Token token, int length) {
        tokens.add(token);
        at += length;
    }

    private void open() {
        if (!expression.startsWith("(?", at)) {
            tokens.add(new Token.Open(at++));
            return;
        }
        Matcher named = NAMED.matcher(expression).region(at, expression.length());
        Matcher flags = FLAGS.matcher(expression).region(at, expression.length());
        if (named.lookingAt()) {
            add(new Token.Open(at), named.end() - at);
        } else if (flags.lookingAt()) {
            ignoresCase |= flags.group(1).contains("i");
            if (flags.group(2).equals(":")) {
                tokens.add(new Token.Open(at));
            }
            at = flags.end();
        } else {
            understood = false;
        }
    }

    private void brace() {
        Matcher repeat = REPEAT.matcher(expression).region(at, expression.length());
        if (!repeat.lookingAt()) {
            literal(codePoint());
            return;
        }
        int least = Integer.parseInt(repeat.group(1));
        int most = repeat.group(2) == null
                ? least
                : repeat.group(3) == null ? Token.Repeat.ENDLESS : Integer.parseInt(repeat.group(3));
        repeat(least, most, repeat.end() - at);
    }

    private void repeat(int least, int most, int length) {
        add(new Token.Repeat(least, most), length);
        if (at < expression.length() && expression.charAt(at) == '?') {
            // The fewest first, or the most: the same texts match.
            at++;
        }
    }

    private void characterClass() {
        CharacterClass read = new CharacterClass(expression, at);
        understood = read.understood();
        foldsForever |= read.foldsForever();
        add(new Token.One(read.choices()), read.end() - at);
    }

    private void escape() {
        char kind = at + 1 < expression.length() ? expression.charAt(at + 1) : ' ';
        switch (kind) {
            case 'A', 'b', 'B', 'z' -> add(new Token.Nothing(), 2);
            case 'Q' -> quoted();
            default -> {
                Escape read = Escape.at(expression, at);
                understood = read.understood();
                if (read.isOne()) {
                    at = read.end();
                    literal(read.codePoint());
                } else {
                    add(new Token.One(""), read.end() - at);
                }
            }
        }
    }

    /** {@code \Q…\E}; the end may be missing. A count behind it is for its last character alone. */
    private void quoted() {
        int end = expression.indexOf("\\E", at + 2);
        int limit = end < 0 ? expression.length() : end;
        at += 2;
        while (at < limit) {
            literal(codePoint());
        }
        at = end < 0 ? limit : end + 2;
    }

    private void literal(int codePoint) {
        foldsForever |= CharacterClass.foldsForever(codePoint, codePoint);
        tokens.add(new Token.One(codePoint < 0x80 ? String.valueOf(Ascii.lower((char) codePoint)) : ""));
    }

    private int codePoint() {
        int codePoint = expression.codePointAt(at);
        at += Character.charCount(codePoint);
        return codePoint;
    }
}
