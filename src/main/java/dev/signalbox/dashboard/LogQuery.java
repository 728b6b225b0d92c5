package dev.signalbox.dashboard;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.MultiMap;

/**
 * Where in a log somebody wants to look. Numbers are -1 where they are absent.
 *
 * @param line counted from 1
 * @param at an offset at which the page is to begin
 * @param before an offset at which the page is to end
 * @param offset of a byte whose line is asked for
 * @param find a text to look for; empty for none
 * @param from an offset from which to look for it
 */
record LogQuery(long line, long at, long before, long offset, String find, long from, long limit) {

    /** What script can hold exactly; no log is longer. */
    private static final int DIGITS = 15;

    /** As {@code before}: the end, wherever it is by the time that somebody asks. */
    static final long END = 999_999_999_999_999L;

    static LogQuery of(MultiMap params) {
        String find = params.get("find");
        return new LogQuery(
                number(params, "line"),
                number(params, "at"),
                number(params, "before"),
                number(params, "offset"),
                find == null ? "" : find,
                number(params, "from"),
                number(params, "limit"));
    }

    /** @throws FaultException {@link Fault.Invalid} when it is there and is no number */
    static long number(MultiMap params, String name) {
        String text = params.get(name);
        if (text == null || text.isBlank()) {
            return -1;
        }
        String digits = text.strip();
        if (digits.length() > DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new FaultException(
                    new Fault.Invalid(name, "must be a whole number of at most " + DIGITS + " digits"));
        }
        return Long.parseLong(digits);
    }
}
