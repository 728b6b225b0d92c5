package dev.signalbox.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import java.util.regex.Matcher;

/**
 * Compiles the expressions of one search within a common limit. RE2 takes time in proportion to message length times
 * program size, on an event loop, so the size is what has to be bounded. One thread.
 */
final class RegexBudget {

    /** Instructions of all expressions of a search. At ten times this a 64 KiB message could hold a loop up for seconds. */
    static final int MAX_PROGRAM = 1_000;

    /** What an expression may unfold to before it is compiled and measured exactly: some ms and some MB. */
    private static final long MAX_UNFOLDED = 100_000;

    /** Such as {@code {3}}, {@code {3,}} and {@code {3,5}}, with the parenthesis of the group that it repeats. */
    private static final java.util.regex.Pattern REPEAT =
            java.util.regex.Pattern.compile("(\\)?)\\{(\\d{1,4})(?:,(\\d{0,4}))?}");

    /** Such as {@code (?i)} or {@code (?si:}. */
    private static final java.util.regex.Pattern IGNORES_CASE = java.util.regex.Pattern.compile("\\(\\?\\w*i");

    private static final char FIRST_ENDLESS = '\u1c80';
    private static final char LAST_ENDLESS = '\u1c8f';

    private int left = MAX_PROGRAM;

    /** @param position where the expression stands in the search, counted from 1 */
    Pattern compile(String expression, boolean ignoreCase, int position) {
        if (unfolded(expression) > MAX_UNFOLDED) {
            throw tooLarge(position);
        }
        if ((ignoreCase || IGNORES_CASE.matcher(expression).find()) && mayBeEndless(expression)) {
            throw wrong(
                    "has a regular expression at position " + position + " that ignores case and may take in letters"
                            + " of U+1C80 to U+1C8F, which is not supported; leave these and escapes such as \\x{1C80} out");
        }
        Pattern pattern = compiled(expression, ignoreCase, position);
        left -= pattern.programSize();
        if (left < 0) {
            throw tooLarge(position);
        }
        return pattern;
    }

    /**
     * Whether one of those letters may be meant, by itself or within a range: ignoring case, RE2/J looks for their other
     * forms for ever (google/re2j#168). Refuses too much rather than too little, since that loop would be an event loop's.
     */
    private static boolean mayBeEndless(String expression) {
        boolean hasClass = expression.indexOf('[') >= 0;
        return expression.contains("\\x{")
                || expression.chars().anyMatch(c -> c >= FIRST_ENDLESS && (c <= LAST_ENDLESS || hasClass));
    }

    private static Pattern compiled(String expression, boolean ignoreCase, int position) {
        try {
            return Pattern.compile(expression, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException e) {
            String part = e.getPattern() == null || e.getPattern().isEmpty() ? "" : ": `" + e.getPattern() + "`";
            throw wrong("has a regular expression at position " + position + " that is not valid: " + e.getDescription()
                    + part);
        }
    }

    /**
     * An upper bound for the program size. RE2 writes a counted repeat out, and repeats of groups may nest
     * ({@code ((a{1000}){1000}){1000}}), so all counts on groups multiply; those on single characters cannot nest.
     */
    private static long unfolded(String expression) {
        long groups = 1;
        long single = 1;
        Matcher repeat = REPEAT.matcher(expression);
        while (repeat.find() && groups < MAX_UNFOLDED) {
            String upper = repeat.group(3);
            long least = Long.parseLong(repeat.group(2));
            long count = Math.max(1, upper == null || upper.isEmpty() ? least : Long.parseLong(upper));
            if (repeat.group(1).isEmpty()) {
                single = Math.max(single, count);
            } else {
                groups *= count;
            }
        }
        return groups * single * expression.length();
    }

    private static FaultException tooLarge(int position) {
        return wrong("has a regular expression at position " + position
                + " that is too large once its repeats are written out; use smaller counts in {}");
    }

    private static FaultException wrong(String why) {
        return new FaultException(new Fault.Invalid("q", why));
    }
}
