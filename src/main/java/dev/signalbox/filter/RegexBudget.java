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

    private int left = MAX_PROGRAM;

    /** @param position where the expression stands in the search, counted from 1 */
    Pattern compile(String expression, boolean ignoreCase, int position) {
        if (unfolded(expression) > MAX_UNFOLDED) {
            throw tooLarge(position);
        }
        Pattern pattern = compiled(expression, ignoreCase, position);
        left -= pattern.programSize();
        if (left < 0) {
            throw tooLarge(position);
        }
        return pattern;
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
