package dev.signalbox.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes valid expressions, each with texts that it is likely to match. The same seed makes the same ones. */
public final class RandomRegex {

    private static final List<String> WORDS = List.of(
            "disk", "full", "kiss", "ERROR", "Warn", "a", "k", "s", "X1", "timed out", "größe", "日志", "😀", "-_");
    private static final List<String> CLASSES = List.of(
            "[Ee]",
            "[a-c]",
            "[^x]",
            "[]k]",
            "[[:alpha:]]",
            "\\d",
            "\\w",
            "\\pL",
            "\\p{Greek}",
            "[k-ſ]",
            "[\\x41-B]",
            "[-s]",
            "[\\d.]",
            ".",
            "(?s:.)",
            "[K]",
            "[\\pNs]");
    private static final List<String> MEMBERS =
            List.of("E", "b", "y", "k", "q", "7", "_", "é", "λ", "s", "A", "-", ".", "z", "\n", "K", "s");
    private static final List<String> ESCAPES =
            List.of("\\x6b", "\\x{53}", "\\153", "\\.", "\\t", "\\x{e9}", "\\_", "\\077");
    private static final List<String> ESCAPED = List.of("k", "S", "k", ".", "\t", "é", "_", "?");
    private static final List<String> QUOTED = List.of("a.b", "[k", "s*", "(", "é+s");
    private static final List<String> EMPTY = List.of("^", "$", "\\b", "\\B", "\\A", "\\z", "\\Q\\E", "()", "(?m:^)");
    private static final List<String> GROUPS = List.of("(", "(?:", "(?i:", "(?P<n%d>", "(?<n%d>", "(?s-i:", "(?U:");

    /** An expression and a text that it matches, unless an anchor in it does not hold there. */
    public record Sample(String expression, String text) {}

    /** A part of an expression, and a maker of texts that it matches. */
    private record Part(String expression, Supplier<String> texts) {}

    private final Random random;
    private int named;

    public RandomRegex(Random random) {
        this.random = random;
    }

    public Sample next() {
        Part part = alternation(3);
        boolean ignoreCase = random.nextInt(3) == 0;
        String text = part.texts.get();
        return new Sample(
                (ignoreCase ? "(?i)" : "") + part.expression,
                noise() + (ignoreCase ? otherCase(text) : text) + noise());
    }

    /** A text that has nothing to do with any expression, though words in common. */
    public String noise() {
        StringBuilder text = new StringBuilder();
        for (int piece = random.nextInt(4); piece > 0; piece--) {
            text.append(pick(random.nextBoolean() ? WORDS : MEMBERS)).append(random.nextBoolean() ? " " : "");
        }
        return text.toString();
    }

    private Part alternation(int depth) {
        List<Part> parts = new ArrayList<>();
        for (int n = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1; n > 0; n--) {
            parts.add(random.nextInt(12) == 0 ? new Part("", () -> "") : concatenation(depth));
        }
        return new Part(
                String.join("|", parts.stream().map(Part::expression).toList()),
                () -> pick(parts).texts.get());
    }

    private Part concatenation(int depth) {
        List<Part> parts = new ArrayList<>();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            Part atom = atom(depth);
            parts.add(random.nextInt(3) == 0 ? repeated(atom) : atom);
        }
        return new Part(
                String.join("", parts.stream().map(Part::expression).toList()),
                () -> String.join(
                        "", parts.stream().map(part -> part.texts.get()).toList()));
    }

    private Part atom(int depth) {
        int kind = random.nextInt(depth > 0 ? 10 : 7);
        return switch (kind) {
            case 0, 1, 2 -> word();
            case 3 -> new Part(pick(CLASSES), () -> pick(MEMBERS));
            case 4 -> {
                int n = random.nextInt(ESCAPES.size());
                yield new Part(ESCAPES.get(n), () -> ESCAPED.get(n));
            }
            case 5 -> {
                String quoted = pick(QUOTED);
                yield new Part("\\Q" + quoted + "\\E", () -> quoted);
            }
            case 6 -> new Part(pick(EMPTY), () -> "");
            default -> group(depth);
        };
    }

    private Part word() {
        String word = pick(WORDS);
        return new Part(word, () -> word);
    }

    private Part group(int depth) {
        Part inner = alternation(depth - 1);
        String open = pick(GROUPS).formatted(named++);
        return new Part(
                open + inner.expression + ")",
                () -> open.equals("(?i:") ? otherCase(inner.texts.get()) : inner.texts.get());
    }

    /** Of a group, so that the count is for all of it; or of the last character alone, as people get it wrong. */
    private Part repeated(Part atom) {
        int least = random.nextInt(4);
        int most = least + random.nextInt(3);
        String count = switch (random.nextInt(6)) {
            case 0 -> "*";
            case 1 -> "+";
            case 2 -> "?";
            case 3 -> "{" + least + "}";
            case 4 -> "{" + least + ",}";
            default -> "{" + least + "," + most + "}";
        };
        int times = switch (count.charAt(0)) {
            case '*' -> random.nextInt(3);
            case '+' -> 1 + random.nextInt(2);
            case '?' -> random.nextInt(2);
            default -> count.contains(",") && most > least ? least + random.nextInt(most - least) : least;
        };
        String lazy = random.nextInt(4) == 0 ? "?" : "";
        if (random.nextBoolean()) {
            return new Part("(?:" + atom.expression + ")" + count + lazy, () -> row(atom, times));
        }
        boolean endsIt = atom.expression.endsWith("\\E") || atom.expression.isEmpty();
        return endsIt ? atom : new Part(atom.expression + count + lazy, atom.texts);
    }

    private static String row(Part part, int times) {
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < times; n++) {
            text.append(part.texts.get());
        }
        return text.toString();
    }

    /** With the Kelvin sign and the long s, which RE2 counts among k and s. */
    private String otherCase(String text) {
        StringBuilder other = new StringBuilder();
        text.codePoints().map(this::otherCase).forEach(other::appendCodePoint);
        return other.toString();
    }

    private int otherCase(int c) {
        return switch (random.nextInt(3)) {
            case 0 -> Character.toUpperCase(c);
            case 1 -> c == 'k' || c == 'K' ? '\u212a' : c == 's' || c == 'S' ? '\u017f' : c;
            default -> c;
        };
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
