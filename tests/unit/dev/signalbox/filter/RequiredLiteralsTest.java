package dev.signalbox.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredLiteralsTest {

    /** Pieces of valid and invalid expressions. */
    private static final List<String> PIECES = List.of(
            "a",
            "k",
            "S",
            "é",
            "😀",
            "(",
            "(?:",
            "(?i)",
            "(?i:",
            "(?-i)",
            "(?P<n>",
            ")",
            ")",
            ")",
            "|",
            "*",
            "+",
            "?",
            "??",
            "{2}",
            "{2,",
            "}",
            "{0,1}",
            "{01}",
            "[",
            "]",
            "[^",
            "[a-c]",
            "[[:alpha:]]",
            "^",
            "$",
            "\\",
            "\\Q",
            "\\E",
            "\\pL",
            "\\x6b",
            "\\x{4b}",
            "\\123",
            "\\0",
            "\\d",
            "\\b",
            "\\.",
            "[:",
            "-",
            ",",
            ":]",
            "2",
            ".",
            "\\p{Lu}",
            "\\n");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "disk full; disk full",
                "Disk FULL; disk full",
                "(?i)Disk; disk",
                "error|fatal; error,fatal",
                "(error|fatal): .*; `error: ,fatal: `",
                "x(?:ab|cd)y; xaby,xcdy",
                "^panic$; panic",
                "\\bOOM\\b; oom",
                "abc*d; ab",
                "abc+d; abc",
                "abc?d; abcd,abd",
                "(abc)?d; d",
                "(abc)?defg; defg",
                "a{3}; aaa",
                "(ab){2,}c; abab",
                "(ab){2,3}cdefg; cdefg",
                "ab{0}c; ac",
                "status=[45]\\d\\d; status=4,status=5",
                "[Ee]rror; error",
                "took \\d+ ms; `took `",
                "[0-9]+ requests?; ` request`",
                "\\Qa.b*\\E+c; a.b*",
                "C:\\\\dir\\x2fa\\.b; c:\\dir/a.b",
                "\\d{4}-\\d\\d; -",
                "größer als; er als",
                "日志 error; ` error`",
                "a\\b\\Q\\Ebc; abc",
                "(?P<user>root|admin) logged; root logged,admin logged",
                "ab|abc; ab",
                "x{,5}y{01}; x{,5}y{01}",
                "(((deep))); deep",
                "(?s)begin.end; begin"
            })
    void theMostTellingTextsAreFound(String expression, String literals) {
        assertThat(String.join(",", RequiredLiterals.of(expression))).isEqualTo(literals);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".*",
                "a*",
                "\\d+",
                "a|",
                "(a|b*)c?",
                "[a-z]+",
                "[^a]",
                "(abc)*",
                "\\pL",
                "é",
                "(?i)ſ",
                "x{0}",
                "^$",
                "(ab|\\d)",
                "a{0,5}",
                "(",
                "a)",
                "[",
                "(?x)a",
                "\\"
            })
    void whereNothingIsRequiredNothingIsFound(String expression) {
        assertThat(RequiredLiterals.of(expression)).isEmpty();
    }

    @Test
    void theLimitsHold() {
        assertThat(RequiredLiterals.of("[ab][cd][ef][gh][ij][kl][mn][op]"))
                .hasSizeLessThanOrEqualTo(MatchedTexts.MAX_TEXTS)
                .isNotEmpty();
        assertThat(RequiredLiterals.of("x".repeat(500))).containsExactly("x".repeat(MatchedTexts.MAX_LENGTH));
        assertThat(RequiredLiterals.of("(((a{1000}){1000}){1000}){1000}"))
                .containsExactly("a".repeat(MatchedTexts.MAX_LENGTH));
        assertThat(RequiredLiterals.of("(".repeat(400) + "ab" + "){3,}".repeat(400)))
                .containsExactly("ababab");
    }

    @Test
    void everyTextThatMatchesContainsOneOfThem() {
        RandomRegex regexes = new RandomRegex(new Random(4));
        int matching = 0;
        int withLiterals = 0;
        for (int i = 0; i < 20_000; i++) {
            RandomRegex.Sample sample = regexes.next();
            Set<String> literals = RequiredLiterals.of(sample.expression());
            if (Pattern.compile(sample.expression()).matcher(sample.text()).find()) {
                matching++;
                withLiterals += literals.isEmpty() ? 0 : 1;
                assertThat(occurs(literals, sample.text()))
                        .as("%s in %s of %s", literals, sample.text(), sample.expression())
                        .isTrue();
            }
        }
        assertThat(matching).isGreaterThan(10_000);
        assertThat(withLiterals).isGreaterThan(5_000);
    }

    @Test
    void whateverRe2AcceptsIsUnderstood() {
        Random random = new Random(44);
        int valid = 0;
        for (int i = 0; i < 60_000; i++) {
            String expression = pieces(random, 8);
            Set<String> literals = RequiredLiterals.of(expression);
            Pattern pattern = compiled(expression);
            if (pattern != null) {
                valid++;
                assertThat(Tokens.of(expression).list()).as(expression).noneMatch(Token.Unknown.class::isInstance);
                for (int n = 0; n < 10; n++) {
                    String text = pieces(random, 5) + (n % 2 == 0 ? "\u212a" : "\u017fks");
                    assertThat(!pattern.matcher(text).find() || occurs(literals, text))
                            .as("%s in %s of %s", literals, text, expression)
                            .isTrue();
                }
            }
        }
        assertThat(valid).isGreaterThan(10_000);
    }

    private static Pattern compiled(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            return null;
        }
    }

    private static String pieces(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(most); n > 0; n--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static boolean occurs(Set<String> literals, String text) {
        String folded = folded(text);
        return literals.isEmpty() || literals.stream().anyMatch(folded::contains);
    }

    static String folded(String text) {
        StringBuilder folded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            folded.append(c == '\u212a' ? 'k' : c == '\u017f' ? 's' : c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
        }
        return folded.toString();
    }
}
