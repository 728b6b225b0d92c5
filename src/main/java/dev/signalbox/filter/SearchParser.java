package dev.signalbox.filter;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the search language:
 *
 * <ul>
 *   <li>{@code word}, {@code "a phrase"}: the message contains it, without regard to case
 *   <li>{@code /regex/}, {@code /regex/i}: RE2 syntax, found anywhere in the message
 *   <li>{@code field:value}, {@code a.b:"two words"}: metadata
 *   <li>{@code -term}: the opposite of any of these
 * </ul>
 *
 * Whatever people paste from a log stays a word: {@code http://host/x}, {@code 12:30}, {@code error:}, {@code C:\dir},
 * {@code --flag}, {@code //}, and a {@code -} alone. Between quotes and between slashes a backslash takes the meaning
 * from the character that follows it. Single use, one thread.
 */
public final class SearchParser {

    /** More than anyone types, and little enough to parse in no time. */
    public static final int MAX_LENGTH = 1_000;

    /** Each term costs a pass over the message of every event, for every open stream. */
    public static final int MAX_TERMS = 32;

    /** Such as {@code user.name:} before anything that can be a value. */
    private static final Pattern FIELD = Pattern.compile("([A-Za-z_][\\w-]*(?:\\.\\w[\\w-]*)*):(?=[^\\s\\\\])(?!//)");

    private final String q;
    private final List<Search.Term> terms = new ArrayList<>();
    private final RegexBudget regexes = new RegexBudget();
    private int at;

    private SearchParser(String q) {
        this.q = q;
    }

    /**
     * Never fails otherwise than this, whatever the text.
     *
     * @throws FaultException {@link Fault.Invalid} on {@code q} that names the position, counted from 1
     */
    public static Search parse(String q) {
        if (q.length() > MAX_LENGTH) {
            throw wrong("is " + q.length() + " characters long; at most " + MAX_LENGTH + " are allowed");
        }
        return new SearchParser(q).parse();
    }

    private Search parse() {
        for (skipSpace(); at < q.length(); skipSpace()) {
            if (terms.size() == MAX_TERMS) {
                throw wrong("has more than " + MAX_TERMS + " terms; the first one too many is at position " + (at + 1));
            }
            terms.add(isNegation() ? negated() : term());
        }
        return new Search(terms);
    }

    private boolean isNegation() {
        return peek(0) == '-' && peek(1) != '-' && !isSpace(peek(1));
    }

    private Search.Term negated() {
        at++;
        return new Search.Not(term());
    }

    private Search.Term term() {
        if (peek(0) == '"') {
            return phrase();
        }
        if (peek(0) == '/' && peek(1) != '/' && !isSpace(peek(1))) {
            return regex();
        }
        Matcher field = FIELD.matcher(q).region(at, q.length()).useTransparentBounds(true);
        return field.lookingAt() ? field(field) : new Search.Text(word().toLowerCase(Locale.ROOT));
    }

    private Search.Text phrase() {
        int start = at;
        String text = quoted();
        if (text.isEmpty()) {
            throw wrong("has an empty phrase at position " + (start + 1) + ", which would match everything; remove it");
        }
        return new Search.Text(text.toLowerCase(Locale.ROOT));
    }

    private Search.Field field(Matcher field) {
        at = field.end();
        String value = peek(0) == '"' ? quoted() : word();
        return new Search.Field(List.of(field.group(1).split("\\.")), value);
    }

    private Search.Regex regex() {
        int start = at;
        int end = closingSlash();
        String expression = q.substring(start + 1, end);
        boolean ignoreCase = end + 1 < q.length() && q.charAt(end + 1) == 'i';
        at = end + (ignoreCase ? 2 : 1);
        return new Search.Regex(regexes.compile(expression, ignoreCase, start + 1));
    }

    /**
     * A slash closes only where the term can end, so that {@code /a/b/} needs no backslash and {@code /var/log} is told
     * apart from a finished expression.
     */
    private int closingSlash() {
        for (int i = at + 1; i < q.length(); i++) {
            if (q.charAt(i) == '\\') {
                i++;
            } else if (q.charAt(i) == '/' && endsTerm(q.startsWith("i", i + 1) ? i + 2 : i + 1)) {
                return i;
            }
        }
        throw wrong("has a regular expression at position " + (at + 1)
                + " without a closing /; to search for a text that begins with a slash, put it in \"quotes\"");
    }

    private boolean endsTerm(int index) {
        return index >= q.length() || isSpace(q.charAt(index));
    }

    private String quoted() {
        StringBuilder text = new StringBuilder();
        for (int i = at + 1; i < q.length(); i++) {
            char c = q.charAt(i);
            if (c == '"') {
                at = i + 1;
                return text.toString();
            }
            if (c == '\\' && i + 1 < q.length()) {
                c = q.charAt(++i);
            }
            text.append(c);
        }
        throw wrong("has a quotation mark at position " + (at + 1) + " without a closing one; to search for the mark"
                + " itself, write \"\\\"\"");
    }

    private String word() {
        int start = at;
        while (!endsTerm(at)) {
            at++;
        }
        return q.substring(start, at);
    }

    private void skipSpace() {
        while (at < q.length() && isSpace(q.charAt(at))) {
            at++;
        }
    }

    /** The character {@code ahead} of here; a space after the end. */
    private char peek(int ahead) {
        return at + ahead < q.length() ? q.charAt(at + ahead) : ' ';
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static FaultException wrong(String why) {
        return new FaultException(new Fault.Invalid("q", why));
    }
}
