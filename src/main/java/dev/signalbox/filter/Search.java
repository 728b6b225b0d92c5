package dev.signalbox.filter;

import com.google.re2j.Pattern;
import java.util.List;

/**
 * A parsed search: all terms must hold.
 *
 * @param terms in the order they were written
 */
public record Search(List<Term> terms) {

    public Search {
        terms = List.copyOf(terms);
    }

    /** Whether any term is a regular expression, which only {@link EventMatcher} can decide. */
    public boolean hasRegex() {
        return terms.stream().anyMatch(Search::isRegex);
    }

    private static boolean isRegex(Term term) {
        return switch (term) {
            case Regex regex -> true;
            case Not not -> isRegex(not.term());
            case Text text -> false;
            case Field field -> false;
        };
    }

    /** One condition, or its opposite. */
    public sealed interface Term {}

    /**
     * The message contains this text, without regard to case.
     *
     * @param text lower case, not empty
     */
    public record Text(String text) implements Term {}

    /** The expression is found in the message. RE2 syntax, so PostgreSQL cannot evaluate it for us. */
    public record Regex(Pattern pattern) implements Term {}

    /**
     * A field of the metadata has this value; a path into nested objects is separated by dots. Numbers and booleans are
     * compared by their text.
     */
    public record Field(List<String> path, String value) implements Term {
        public Field {
            path = List.copyOf(path);
        }
    }

    public record Not(Term term) implements Term {}
}
