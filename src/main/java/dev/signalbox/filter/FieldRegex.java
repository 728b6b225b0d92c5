package dev.signalbox.filter;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import java.util.ArrayDeque;
import java.util.Deque;

/** An expression that has a field for itself, compiled within the limits of {@link RegexBudget}. */
public final class FieldRegex {

    /** More than anyone writes, and little enough for a parser that calls itself for each parenthesis. */
    public static final int MAX_LENGTH = 1_000;

    /** Places at which the wrong part may stand, looked at for the right one: each costs a compilation. */
    private static final int MAX_PLACES = 32;

    private FieldRegex() {}

    /**
     * @param expression in RE2 syntax, not empty
     * @throws FaultException {@link Fault.Invalid} on the field, which says what is wrong and, where it can be told, at
     *     which position, counted from 1
     */
    public static Pattern compile(String field, String expression) {
        if (expression.length() > MAX_LENGTH) {
            throw new FaultException(new Fault.Invalid(
                    field, "is " + expression.length() + " characters long; at most " + MAX_LENGTH + " are allowed"));
        }
        try {
            return new RegexBudget().fitting(expression, false);
        } catch (PatternSyntaxException e) {
            throw new FaultException(new Fault.Invalid(field, told(expression, e)));
        } catch (RegexBudget.TooMuch e) {
            throw new FaultException(new Fault.Invalid(field, String.valueOf(e.getMessage())));
        }
    }

    private static String told(String expression, PatternSyntaxException e) {
        int parenthesis = unmatched(expression);
        if (parenthesis >= 0 && isAboutParentheses(e)) {
            String which = expression.charAt(parenthesis) == '(' ? "is never closed" : "closes none";
            return "is not valid at position " + (parenthesis + 1) + ": this parenthesis " + which;
        }
        return "is not valid at position " + (place(expression, e) + 1) + ": " + RegexBudget.told(e);
    }

    /** For a parenthesis too many re2j tells of a defect of its own, for one too few it quotes everything. */
    private static boolean isAboutParentheses(PatternSyntaxException e) {
        return e.getDescription().contains("missing closing )")
                || e.getDescription().contains("internal error");
    }

    /** The first parenthesis that closes nothing, or else the last that nothing closes; -1 when there is neither. */
    private static int unmatched(String expression) {
        Deque<Integer> open = new ArrayDeque<>();
        for (Token token : Tokens.of(expression).list()) {
            if (token instanceof Token.Open opening) {
                open.push(opening.at());
            } else if (token instanceof Token.Close closing && open.poll() == null) {
                return closing.at();
            }
        }
        return open.isEmpty() ? -1 : open.pop();
    }

    /**
     * Where the part stands that re2j quotes. It may stand at several places, but re2j reads from left to right, so it is
     * the first behind which the expression can be cut off and is refused for the same reason.
     */
    private static int place(String expression, PatternSyntaxException e) {
        String part = e.getPattern() == null ? "" : e.getPattern();
        if (part.isEmpty()) {
            // Only a backslash at the very end has nothing to quote.
            return expression.length() - 1;
        }
        int place = expression.indexOf(part);
        for (int tried = 1; tried < MAX_PLACES && place >= 0; tried++) {
            if (isRefused(expression.substring(0, place + part.length()), e.getDescription())) {
                return place;
            }
            place = expression.indexOf(part, place + 1);
        }
        return Math.max(0, expression.indexOf(part));
    }

    private static boolean isRefused(String start, String why) {
        try {
            new RegexBudget().fitting(start, false);
            return false;
        } catch (PatternSyntaxException e) {
            return why.equals(e.getDescription());
        } catch (RegexBudget.TooMuch e) {
            return false;
        }
    }
}
