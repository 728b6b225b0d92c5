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

    private static final String TOO_LARGE = "is too large once its repeats are written out; use smaller counts in {}";

    private static final String FOLDS_FOREVER = "ignores case and wants a letter of U+1C80 to U+1C8F, by itself or in a"
            + " range, which is not supported; leave these out";

    /** Such as {@code {3}}, {@code {3,}} and {@code {3,5}}, with the parenthesis of the group that it repeats. */
    private static final java.util.regex.Pattern REPEAT =
            java.util.regex.Pattern.compile("(\\)?)\\{(\\d{1,4})(?:,(\\d{0,4}))?}");

    private int left = MAX_PROGRAM;

    /** @param position where the expression stands in the search, counted from 1 */
    Pattern compile(String expression, boolean ignoreCase, int position) {
        try {
            return fitting(expression, ignoreCase);
        } catch (PatternSyntaxException e) {
            throw wrong("has a regular expression at position " + position + " that is not valid: " + told(e));
        } catch (TooMuch e) {
            throw wrong("has a regular expression at position " + position + " that " + e.getMessage());
        }
    }

    private static FaultException wrong(String why) {
        return new FaultException(new Fault.Invalid("q", why));
    }

    /** What re2j objects to, without a position. */
    static String told(PatternSyntaxException e) {
        String part = e.getPattern() == null || e.getPattern().isEmpty() ? "" : ": `" + e.getPattern() + "`";
        return e.getDescription() + part;
    }

    /** Takes its size off the budget. */
    Pattern fitting(String expression, boolean ignoreCase) throws TooMuch {
        if (unfolded(expression) > MAX_UNFOLDED) {
            throw new TooMuch(TOO_LARGE);
        }
        Tokens tokens = Tokens.of(expression);
        if (tokens.foldsForever() && (ignoreCase || tokens.ignoresCase())) {
            throw new TooMuch(FOLDS_FOREVER);
        }
        Pattern pattern = Pattern.compile(expression, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        left -= pattern.programSize();
        if (left < 0) {
            throw new TooMuch(TOO_LARGE);
        }
        return pattern;
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

    /** A valid expression that would take more than there is. The message goes on after what it is about. */
    static final class TooMuch extends Exception {

        private static final long serialVersionUID = 1L;

        TooMuch(String message) {
            super(message, null, false, false);
        }
    }
}
