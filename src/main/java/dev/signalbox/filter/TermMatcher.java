package dev.signalbox.filter;

import java.util.Comparator;
import java.util.List;

/** One compiled term of a search. */
interface TermMatcher {

    boolean matches(String message, Metadata metadata);

    static List<TermMatcher> cheapestFirst(List<Search.Term> terms) {
        return terms.stream()
                .sorted(Comparator.comparingInt(TermMatcher::cost))
                .map(TermMatcher::of)
                .toList();
    }

    private static TermMatcher of(Search.Term term) {
        return switch (term) {
            case Search.Text text -> {
                FoldedText folded = new FoldedText(text.text());
                yield (message, metadata) -> folded.isIn(message);
            }
            case Search.Regex regex ->
                (message, metadata) -> regex.pattern().matcher(message).find();
            case Search.Field field -> (message, metadata) -> field.value().equals(metadata.text(field.path()));
            case Search.Not not -> {
                TermMatcher opposite = of(not.term());
                yield (message, metadata) -> !opposite.matches(message, metadata);
            }
        };
    }

    private static int cost(Search.Term term) {
        return switch (term) {
            case Search.Text text -> 0;
            case Search.Field field -> 1;
            case Search.Regex regex -> 2;
            case Search.Not not -> cost(not.term());
        };
    }
}
