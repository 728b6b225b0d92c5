package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    private static final String ESC = "\u001b";

    @Test
    void aLineHasANumberThatIsALink() {
        assertThat(LogLines.html(window("<a>"), 120, 0))
                .isEqualTo("<li class=\"ln\" id=\"L120\"><a class=\"no\" tabindex=\"-1\" href=\"#L120\" data-n=\"120\""
                        + " aria-label=\"line 120\"></a><code>&lt;a&gt;</code></li>\n");
    }

    @Test
    void withoutNumbersTheTextIsThere() {
        assertThat(LogLines.html(window("text"), 0, 0))
                .isEqualTo("<li class=\"ln\"><a class=\"no\"></a><code>text</code></li>\n");
    }

    @Test
    void theLineThatWasAskedForIsMarked() {
        assertThat(LogLines.html(window("one", "two"), 7, 8))
                .contains("<li class=\"ln\" id=\"L7\">")
                .contains("<li class=\"ln at\" id=\"L8\">");
    }

    @Test
    void coloursGoOnInTheNextLine() {
        assertThat(codes(ESC + "[31mred", "still", ESC + "[0mplain"))
                .containsExactly(
                        "<span class=\"ansi af1\">red</span>", "<span class=\"ansi af1\">still</span>", "plain");
    }

    @Test
    void nothingElseIsObeyed() {
        assertThat(codes(ESC + "[2Jx\u202ey")).containsExactly("⟨ESC⟩[2Jx⟨U+202E⟩y");
    }

    @Test
    void ofALineThatWasWrittenOverTheLastStateIsShown() {
        assertThat(codes("1 %\r50 %\r", "dos\r"))
                .containsExactly(
                        "<i class=\"ctl\" title=\"written over: only the last state is shown\">CR</i>50 %", "dos");
    }

    @Test
    void aLineOfWhichAPartIsElsewhereSaysSo() {
        LogWindow window = new LogWindow(5, 9, 20, List.of("part"), true, true);

        assertThat(LogLines.html(window, 1, 0))
                .contains("<code><i class=\"ctl\">…</i>part<i class=\"ctl\">…</i></code>");
    }

    private static LogWindow window(String... lines) {
        return new LogWindow(0, 10, 10, List.of(lines), false, false);
    }

    private static List<String> codes(String... lines) {
        return LogLines.html(window(lines), 1, 0)
                .lines()
                .map(line -> line.replaceAll(".*<code>|</code>.*", ""))
                .toList();
    }
}
