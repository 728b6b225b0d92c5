package dev.signalbox.triggers;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a template before it is parsed. The lexer of the library takes time and memory out of all proportion for paths
 * of many parts, and creeps through tags one character at a time, so that a few hundred characters could stop the node.
 * Reads each character a few times at most. Thread-safe.
 *
 * <p>A tag here reaches from {@code {{} to the next <code>}}</code>. That is how the lexer sees it too, as no brace may
 * stand inside, not even in quotes; comments in dashes reach to the dashes, as they do there.
 */
final class TemplateScan {

    /** More than any chat message needs. */
    static final int MAX_TEMPLATE = 16_384;

    /** Of one tag, braces included. */
    static final int MAX_TAG = 200;

    /**
     * Of all tags together, comments left out. The worst of them that we know are parsed within some 50 ms, once the JVM
     * has warmed up; text between tags costs next to nothing.
     */
    static final int MAX_TAGS = 4_096;

    /** Parts of a path, each way up counted as one. Of 50, the lexer takes a quarter of a second. */
    static final int MAX_PARTS = 10;

    /** Enough to indent the second line of a tag. */
    static final int MAX_BLANKS = 20;

    /** Blocks and parentheses may nest, and the parser descends into each. */
    private static final int MAX_NESTED = 100;

    /** Partials, decorators and other delimiters: there is nothing to include, and what recurs would never end. */
    private static final Pattern FOREIGN = Pattern.compile("\\{\\{~?\\s*+#?\\s*+[>*=]");

    private static final Pattern NESTED = Pattern.compile("\\{\\{~?\\s*+(?:[#^]|else\\b)|\\(");

    /** What a tag begins and ends with: three braces, and the sign that takes blanks away. */
    private static final Pattern EDGES = Pattern.compile("^~?\\{?|}?~?$");

    private static final Pattern BLANKS = Pattern.compile("\\s{" + (MAX_BLANKS + 1) + "}");

    /**
     * What the lexer takes whole, provided that it ends in the same tag. A quote behind a letter would be part of a path, and
     * empty brackets reach to the next that close.
     */
    private static final Pattern QUOTED =
            Pattern.compile("(?<![^\\s=(])(?:\"[^\"\\\\{}\\n]*\"|'[^'\\\\{}\\n]*')|\\[[^\\[\\]\"'\\\\{}\\n]+]");

    /** What may not be left once {@link #QUOTED} is taken out. */
    private static final Pattern HALF = Pattern.compile("[\"'\\\\{}\\[\\]]");

    private static final Pattern PATH = Pattern.compile("[^\\s()=|]+");

    private static final Pattern SEPARATOR = Pattern.compile("\\.\\./|[./-]");

    private TemplateScan() {}

    /** @throws PayloadException when it may not be parsed */
    static void check(String text) {
        if (text.length() > MAX_TEMPLATE) {
            throw new PayloadException("is longer than " + MAX_TEMPLATE + " characters");
        }
        if (FOREIGN.matcher(text).find()) {
            throw new PayloadException(
                    "has a partial, a decorator or other delimiters, which templates here cannot have");
        }
        if (NESTED.matcher(text).results().limit(MAX_NESTED + 1).count() > MAX_NESTED) {
            throw new PayloadException("has more than " + MAX_NESTED + " blocks and parentheses");
        }
        int tags = 0;
        int start = text.indexOf("{{");
        while (start >= 0) {
            // Behind a backslash it is text, to the next braces that close.
            boolean comment = text.startsWith("!", start + 2) && !text.startsWith("\\", start - 1);
            String close = comment && text.startsWith("--", start + 3) ? "--}}" : "}}";
            int closed = text.indexOf(close, start + 2);
            if (closed < 0) {
                throw wrong(text, start, "is not closed");
            }
            int end = closed + close.length();
            if (!comment) {
                checkTag(text, start, end);
                tags += end - start;
            }
            if (tags > MAX_TAGS) {
                throw new PayloadException("has tags of more than " + MAX_TAGS + " characters in all");
            }
            start = text.indexOf("{{", end);
        }
    }

    private static void checkTag(String text, int start, int end) {
        if (end - start > MAX_TAG) {
            throw wrong(text, start, "is longer than " + MAX_TAG + " characters");
        }
        String tag = text.substring(start + 2, end - 2);
        if (tag.startsWith("{{")) {
            throw wrong(text, start, "has more than three braces");
        }
        if (BLANKS.matcher(tag).find()) {
            throw wrong(text, start, "has more than " + MAX_BLANKS + " blanks in a row");
        }
        String bare = QUOTED.matcher(EDGES.matcher(tag).replaceAll(""))
                .replaceAll(found -> found.group().startsWith("[") ? "/" : "_");
        if (HALF.matcher(bare).find()) {
            throw wrong(text, start, "has a brace, a backslash, or a quote or bracket out of place");
        }
        Matcher path = PATH.matcher(bare);
        while (path.find()) {
            if (SEPARATOR.matcher(path.group()).results().count() >= MAX_PARTS) {
                throw wrong(text, start, "has a path of more than " + MAX_PARTS + " parts");
            }
        }
    }

    private static PayloadException wrong(String text, int start, String why) {
        long line = text.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
        int column = start - text.lastIndexOf('\n', start);
        return new PayloadException("is wrong in line " + line + ", column " + column + ": the tag " + why);
    }
}
