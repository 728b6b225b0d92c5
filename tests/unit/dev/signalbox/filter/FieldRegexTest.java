package dev.signalbox.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.re2j.Pattern;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldRegexTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "ab[c-; position 3; missing closing ]",
                "a*b**; position 4; `**`",
                "*a; position 1; missing argument",
                "a*|*; position 4; missing argument",
                "ab(cd; position 3; never closed",
                "(a(b)c; position 1; never closed",
                "a(b))c; position 5; closes none",
                ")(; position 1; closes none",
                "[(]\\(a); position 7; closes none",
                "a\\; position 2; backslash",
                "x(?=y); position 2; Perl syntax",
                "a\\1; position 2; invalid escape",
                "a{2001}; position 2; repeat",
                "[b-a]; position 2; range",
                "\\d\\p{Nope}; position 3; \\p{Nope}"
            })
    void aBadExpressionNamesThePlace(String expression, String position, String why) {
        Fault.Invalid fault = refused(expression);

        assertThat(fault.errors()).singleElement().satisfies(error -> {
            assertThat(error.field()).isEqualTo("message_regex");
            assertThat(error.message()).contains(position).contains(why.replace("`", ""));
        });
    }

    @Test
    void tooLargeOnesAreRefused() {
        assertThat(refused("((a{100}){100}){100}").why()).contains("too large");
        assertThat(refused("a".repeat(1_001)).why()).contains("1001 characters");
        assertThat(refused("(".repeat(1_001)).why()).contains("1001 characters");
        assertThat(refused("(a{900}|b{900})").why()).contains("too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)\u1c80",
                "(?i)x|[\u0430-\u2000]",
                "(?i:a)\\x{1c85}",
                "(?i)[^\\x{1000}-\\x{2000}]",
                "(?i)\\Q\u1c88\\E"
            })
    void lettersWhoseCaseCannotBeFoldedAreRefusedWhereCaseIsIgnored(String expression) {
        String why = Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> refused(expression).why());

        assertThat(why).contains("U+1C80");
    }

    @Test
    void thoseLettersAreFoundWhereCaseMatters() {
        assertThat(FieldRegex.compile("f", "[\u0430-\u2000]").matcher("\u1c80").find())
                .isTrue();
        assertThat(FieldRegex.compile("f", "(?i)\u0432").matcher("\u1c80").find())
                .isFalse();
    }

    /** Else one request could hold up a thread for ever. A newer Java may bring more such letters. */
    @Test
    void noOtherLetterHasACaseThatCannotBeFolded() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
                boolean cased = Character.toLowerCase(c) != c || Character.toUpperCase(c) != c;
                if (cased && !CharacterClass.foldsForever(c, c)) {
                    assertThat(Pattern.compile("(?i)" + Character.toString(c)).programSize())
                            .isPositive();
                }
            }
        });
    }

    private static Fault.Invalid refused(String expression) {
        FaultException e =
                catchThrowableOfType(FaultException.class, () -> FieldRegex.compile("message_regex", expression));
        return (Fault.Invalid) e.fault();
    }
}
