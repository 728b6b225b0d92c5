package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnsiTest {

    private static String html(String text) {
        StringBuilder out = new StringBuilder();
        Ansi.append(out, text, 0, text.length());
        return out.toString();
    }

    @Test
    void aColourBecomesASpanThatEndsAtTheReset() {
        assertThat(html("\u001b[32mPASS\u001b[0m unit")).isEqualTo("<span class=\"ansi af2\">PASS</span> unit");
    }

    @Test
    void stylesAddUpUntilTheyAreTakenBack() {
        assertThat(html("\u001b[1;31ma\u001b[4mb\u001b[22mc\u001b[39;24md"))
                .isEqualTo("<span class=\"ansi af1 a-bold\">a</span>"
                        + "<span class=\"ansi af1 a-bold a-underline\">b</span>"
                        + "<span class=\"ansi af1 a-underline\">c</span>d");
    }

    @Test
    void brightColoursAndGroundsHaveClassesOfTheirOwn() {
        assertThat(html("\u001b[97;41mFAIL")).isEqualTo("<span class=\"ansi af15 ab1\">FAIL</span>");
    }

    @Test
    void aColourOfMillionsIsShownAsTheNearestOfSixteen() {
        assertThat(html("\u001b[38;2;250;5;5mx")).isEqualTo("<span class=\"ansi af9\">x</span>");
        assertThat(html("\u001b[38;5;196mx")).isEqualTo("<span class=\"ansi af9\">x</span>");
        assertThat(html("\u001b[48;5;244mx")).isEqualTo("<span class=\"ansi ab8\">x</span>");
    }

    @Test
    void anEmptySequenceIsAReset() {
        assertThat(html("\u001b[31ma\u001b[mb")).isEqualTo("<span class=\"ansi af1\">a</span>b");
    }

    @Test
    void aSpanIsClosedAtTheEnd() {
        assertThat(html("\u001b[31mleft open")).endsWith("left open</span>");
    }

    @Test
    void sequencesWithoutTextLeaveNoElements() {
        assertThat(html("\u001b[31m\u001b[32m\u001b[0mx\u001b[33m")).isEqualTo("x");
    }

    @Test
    void everyOtherSequenceIsShownAndNotObeyed() {
        assertThat(html("\u001b[2Ja\u001b]8;;http://evil\u0007b\u001b"))
                .isEqualTo("⟨ESC⟩[2Ja⟨ESC⟩]8;;http://evil⟨U+0007⟩b⟨ESC⟩");
    }

    @Test
    void aSequenceThatNeverEndsIsShown() {
        assertThat(html("\u001b[" + "1;".repeat(100) + "m")).startsWith("⟨ESC⟩[1;1;");
    }

    @Test
    void textInsideAColourIsEscaped() {
        assertThat(html("\u001b[31m<b>\u001b[0m")).isEqualTo("<span class=\"ansi af1\">&lt;b&gt;</span>");
    }

    @Test
    void numbersBeyondAnyColourAreIgnored() {
        assertThat(html("\u001b[99999999999;38;5mx\u001b[38;2;1mx\u001b[38;5;999mx"))
                .doesNotContain("⟨ESC⟩");
    }
}
