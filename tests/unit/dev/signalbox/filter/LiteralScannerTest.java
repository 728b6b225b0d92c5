package dev.signalbox.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiteralScannerTest {

    @Test
    void aPatternIsACandidateWhereOneOfItsLiteralsOccurs() {
        LiteralScanner scanner = LiteralScanner.of(List.of(
                Set.of("error", "fatal"), Set.of("err"), Set.of("or"), Set.of("timeout"), Set.of(), Set.of("or")));

        assertThat(seen(scanner, "an error")).containsExactly(0, 1, 2, 4, 5);
        assertThat(seen(scanner, "FATAL")).containsExactly(0, 4);
        assertThat(seen(scanner, "eror")).containsExactly(2, 4, 5);
        assertThat(seen(scanner, "errtimeou")).containsExactly(1, 4);
        assertThat(seen(scanner, "")).containsExactly(4);
        assertThat(scanner.isAlwaysTried(4)).isTrue();
        assertThat(scanner.isAlwaysTried(5)).isFalse();
    }

    @Test
    void lettersThatRe2TakesForAsciiCount() {
        LiteralScanner scanner = LiteralScanner.of(List.of(Set.of("kiss"), Set.of("is")));

        assertThat(seen(scanner, "\u212aI\u017fS")).containsExactly(0, 1);
        assertThat(seen(scanner, "k\u0131ss \u0130s")).isEmpty();
    }

    @Test
    void noPatternsHaveNoCandidates() {
        assertThat(LiteralScanner.of(List.of()).candidates("text")).isEmpty();
        assertThat(seen(LiteralScanner.of(List.of(Set.of())), "text")).containsExactly(0);
    }

    @Test
    void literalsThatCannotBeLookedForMakeAPatternAlwaysTried() {
        LiteralScanner scanner = LiteralScanner.of(List.of(Set.of("a", ""), Set.of("é"), Set.of("A"), Set.of("b")));

        assertThat(seen(scanner, "")).containsExactly(0, 1, 2);
    }

    @Test
    void aRandomSetIsSeenAsIfEachWereLookedForAlone() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            List<Set<String>> literals = new ArrayList<>();
            for (int pattern = random.nextInt(150); pattern >= 0; pattern--) {
                literals.add(literals(random));
            }
            LiteralScanner scanner = LiteralScanner.of(literals);
            for (int n = 0; n < 30; n++) {
                String text = text(random, "abckKsS\u212a\u017fé😀-", 40);
                assertThat(seen(scanner, text)).as("%s in %s", literals, text).isEqualTo(naive(literals, text));
            }
        }
    }

    @Test
    void patternsBeyondTheTableAreAlwaysTried() {
        Random random = new Random(3);
        List<Set<String>> literals = new ArrayList<>();
        for (int pattern = 0; pattern < 2_000; pattern++) {
            literals.add(Set.of("%030d".formatted(random.nextInt()) + "abcdefghijklmnopqrstuvwxyz"));
        }

        LiteralScanner scanner = LiteralScanner.of(literals);

        assertThat(scanner.isAlwaysTried(0)).isFalse();
        assertThat(scanner.isAlwaysTried(1_999)).isTrue();
        assertThat(seen(scanner, literals.get(0).iterator().next())).contains(0, 1_999);
        assertThat(seen(scanner, "")).doesNotContain(0).contains(1_999);
    }

    private static Set<String> literals(Random random) {
        Set<String> literals = new HashSet<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            literals.add(text(random, "abcks-", 5));
        }
        return literals;
    }

    private static String text(Random random, String alphabet, int most) {
        StringBuilder text = new StringBuilder();
        for (int n = 1 + random.nextInt(most); n > 0; n--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static List<Integer> seen(LiteralScanner scanner, String text) {
        return BitSet.valueOf(scanner.candidates(text)).stream().boxed().toList();
    }

    private static List<Integer> naive(List<Set<String>> literals, String text) {
        String folded = RequiredLiteralsTest.folded(text);
        List<Integer> seen = new ArrayList<>();
        for (int pattern = 0; pattern < literals.size(); pattern++) {
            Set<String> some = literals.get(pattern);
            if (some.isEmpty() || some.stream().anyMatch(folded::contains)) {
                seen.add(pattern);
            }
        }
        return seen;
    }
}
