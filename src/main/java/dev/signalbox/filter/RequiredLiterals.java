package dev.signalbox.filter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts without which an expression cannot match, so that it need not be tried where {@link LiteralScanner} saw none
 * of them. Case is given up: a literal of {@code ERROR} is {@code error}, which occurs wherever that does.
 */
public final class RequiredLiterals {

    private final Deque<Group> groups = new ArrayDeque<>();
    private Group group = new Group();

    private RequiredLiterals() {}

    /**
     * One of the answer occurs in every text in which the expression is found, if case is ignored for A to Z, and if the
     * Kelvin sign counts as a k and the long s as an s. So it does if the expression itself ignores case.
     *
     * @param expression in RE2 syntax; one that RE2 refuses has no literals, or any
     * @return ASCII without capitals, none empty, at most 32 of at most 32 characters; empty when none are known
     */
    public static Set<String> of(String expression) {
        RequiredLiterals literals = new RequiredLiterals();
        for (Token token : Tokens.of(expression).list()) {
            if (!literals.take(token)) {
                return Set.of();
            }
        }
        // A group left open is refused by RE2.
        return literals.groups.isEmpty() ? shortened(literals.group.texts().required()) : Set.of();
    }

    /** @return false when that makes no sense */
    private boolean take(Token token) {
        switch (token) {
            case Token.Open open -> {
                groups.push(group);
                group = new Group();
            }
            case Token.Close close -> {
                if (groups.isEmpty()) {
                    return false;
                }
                MatchedTexts texts = group.texts();
                group = groups.pop();
                group.add(texts);
            }
            case Token.Bar bar -> group.endAlternative();
            case Token.Repeat repeat -> group.repeatLast(repeat);
            case Token.One one -> group.add(MatchedTexts.one(one.choices()));
            case Token.Nothing nothing -> group.add(MatchedTexts.NOTHING);
            case Token.Unknown unknown -> {
                return false;
            }
        }
        return true;
    }

    /** Without those that contain another, as they cannot occur without it. */
    private static Set<String> shortened(Set<String> literals) {
        Set<String> needed = new LinkedHashSet<>();
        for (String literal : literals) {
            if (literals.stream().noneMatch(other -> !other.equals(literal) && literal.contains(other))) {
                needed.add(literal);
            }
        }
        return needed;
    }

    /** What was read since a parenthesis was opened. The last part is kept apart, because a count may follow it. */
    private static final class Group {

        private @Nullable MatchedTexts alternatives;
        private MatchedTexts before = MatchedTexts.NOTHING;
        private MatchedTexts last = MatchedTexts.NOTHING;

        void add(MatchedTexts texts) {
            before = before.then(last);
            last = texts;
        }

        void repeatLast(Token.Repeat repeat) {
            last = last.times(repeat.least(), repeat.most());
        }

        void endAlternative() {
            alternatives = texts();
            before = MatchedTexts.NOTHING;
            last = MatchedTexts.NOTHING;
        }

        MatchedTexts texts() {
            MatchedTexts alternative = before.then(last);
            return alternatives == null ? alternative : alternatives.or(alternative);
        }
    }
}
