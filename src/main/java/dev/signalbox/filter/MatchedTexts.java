package dev.signalbox.filter;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the texts that a part of an expression matches, in lower case. Every one of them is in {@code exact},
 * if that is known; begins with one of {@code heads}; ends with one of {@code tails}; and contains one of
 * {@code inside}, unless that is empty. An empty text among heads or tails says nothing, and is right for anything.
 */
record MatchedTexts(@Nullable Set<String> exact, Set<String> heads, Set<String> tails, Set<String> inside) {

    /** An alternation of more texts than this is looked at as a whole. At ten times this, automata would grow large. */
    static final int MAX_TEXTS = 32;

    /** No longer text tells more. Bounds the automaton, too. */
    static final int MAX_LENGTH = 32;

    /** Copies in a row beyond these tell no more, as they would be cut off. */
    private static final int MAX_COPIES = MAX_LENGTH;

    private static final Set<String> NONE = Set.of();
    private static final Set<String> EMPTY = Set.of("");

    /** The empty text alone. */
    static final MatchedTexts NOTHING = exactly(EMPTY);

    /** Any texts. */
    static final MatchedTexts ANY = new MatchedTexts(null, EMPTY, EMPTY, NONE);

    private static MatchedTexts exactly(Set<String> texts) {
        return new MatchedTexts(texts, texts, texts, NONE);
    }

    /** @param choices as in {@link Token.One} */
    static MatchedTexts one(String choices) {
        if (choices.isEmpty()) {
            return ANY;
        }
        Set<String> texts = new LinkedHashSet<>();
        for (int i = 0; i < choices.length(); i++) {
            texts.add(choices.substring(i, i + 1));
        }
        return exactly(texts);
    }

    /** One of these, each of at least one character, occurs in every text; empty when that is not known of any. */
    Set<String> required() {
        return better(inside, better(heads, tails));
    }

    /** A text of this and then one of the next. */
    MatchedTexts then(MatchedTexts next) {
        Set<String> seam = joined(tails, next.heads);
        if (exact != null && next.exact != null && seam != null && longest(seam) <= MAX_LENGTH) {
            return exactly(seam);
        }
        Set<String> newHeads = exact == null ? heads : cut(joinedOr(exact, next.heads, exact), true);
        Set<String> newTails = next.exact == null ? next.tails : cut(joinedOr(tails, next.exact, next.exact), false);
        Set<String> middle = seam == null ? better(tails, next.heads) : cut(seam, true);
        return new MatchedTexts(null, newHeads, newTails, better(middle, better(inside, next.inside)));
    }

    /** A text of this or one of the other. */
    MatchedTexts or(MatchedTexts other) {
        Set<String> both = exact == null || other.exact == null ? NONE : union(exact, other.exact);
        if (!both.isEmpty()) {
            return exactly(both);
        }
        Set<String> newHeads = union(heads, other.heads);
        Set<String> newTails = union(tails, other.tails);
        return new MatchedTexts(
                null,
                newHeads.isEmpty() ? EMPTY : newHeads,
                newTails.isEmpty() ? EMPTY : newTails,
                union(required(), other.required()));
    }

    /** So many texts of this in a row. */
    MatchedTexts times(int least, int most) {
        if (least == 0) {
            return most == 0 ? NOTHING : most == 1 ? or(NOTHING) : ANY;
        }
        MatchedTexts row = this;
        int copies = Math.min(least, MAX_COPIES);
        for (int copy = 1; copy < copies; copy++) {
            row = row.then(this);
        }
        return copies == most ? row : row.then(ANY);
    }

    /** Every text of one with every text of the other behind it; null when they are too many. */
    private static @Nullable Set<String> joined(Set<String> first, Set<String> second) {
        Set<String> all = new LinkedHashSet<>();
        for (String head : first) {
            for (String tail : second) {
                all.add(head + tail);
                if (all.size() > MAX_TEXTS) {
                    return null;
                }
            }
        }
        return all;
    }

    private static Set<String> joinedOr(Set<String> first, Set<String> second, Set<String> otherwise) {
        Set<String> all = joined(first, second);
        return all == null ? otherwise : all;
    }

    /** Empty when one of them is empty, or they are too many. */
    private static Set<String> union(Set<String> a, Set<String> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return NONE;
        }
        Set<String> all = new LinkedHashSet<>(a);
        all.addAll(b);
        return all.size() > MAX_TEXTS ? NONE : all;
    }

    private static Set<String> cut(Set<String> texts, boolean keepHead) {
        if (longest(texts) <= MAX_LENGTH) {
            return texts;
        }
        Set<String> all = new LinkedHashSet<>();
        for (String text : texts) {
            int spare = Math.max(0, text.length() - MAX_LENGTH);
            all.add(keepHead ? text.substring(0, text.length() - spare) : text.substring(spare));
        }
        return all;
    }

    /** The one that tells more: whose shortest text is longer, or else which has fewer. None where neither tells anything. */
    private static Set<String> better(Set<String> a, Set<String> b) {
        int lengthA = shortest(a);
        int lengthB = shortest(b);
        if (lengthA == 0 && lengthB == 0) {
            return NONE;
        }
        boolean first = lengthA == lengthB ? a.size() <= b.size() : lengthA > lengthB;
        return first ? a : b;
    }

    private static int shortest(Set<String> texts) {
        return texts.stream().mapToInt(String::length).min().orElse(0);
    }

    private static int longest(Set<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }
}
