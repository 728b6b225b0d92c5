package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A log of a gigabyte is opened anywhere as quickly as a small one, and the page holds a small part of it. */
class LivelogLargeE2E {

    /** Lines of the same length, so that their offsets are known: 64 bytes each, 1 GiB together. */
    private static final int LINE_BYTES = 64;

    private static final int LINES = (1 << 30) / LINE_BYTES;
    private static final int LINES_OF_A_PIECE = 1 << 14;
    private static final int MOST_LINES_HELD = 4_000;

    @RegisterExtension
    final Desk desk = new Desk();

    @Test
    void itsEndAndAnyLineAreShownAtOnceAndLittleOfItIsHeld() {
        desk.expectComplaint("ERR_INCOMPLETE_CHUNKED_ENCODING");
        try (Producer log = Producer.begin(desk.node().uri(), "large")) {
            for (int first = 1; first <= LINES; first += LINES_OF_A_PIECE) {
                log.write(piece(first));
            }

            LogView view = LogView.of(desk.open("/livelogs/large"))
                    .endsWith(text(LINES))
                    .follows(true);
            view.sees(LINES);
            assertThat(view.line(LINES)).hasText(text(LINES));
            assertThat(view.page().locator("#log-size")).hasText("1.1 GB");

            log.write("the end\n").end();
            view.endsWith("the end").says("done").sees(LINES + 1);
            assertHeld(view);

            view.page().evaluate("location.hash = '#L8000000'");
            view.sees(8_000_000);
            assertThat(view.line(8_000_000)).hasText(text(8_000_000));
            for (int i = 0; i < 30; i++) {
                view.wheel(i < 15 ? -20_000 : 20_000);
                view.page().waitForTimeout(20);
            }
            assertHeld(view);

            view.page().keyboard().press("g");
            view.sees(1);
            view.find(text(16_000_000)).sees(16_000_000);
            view.foundSays("1 of 1 line");
            assertHeld(view);
        }
    }

    private static void assertHeld(LogView view) {
        List<String> lines = view.numbered();
        assertThat(lines).hasSizeBetween(100, MOST_LINES_HELD).allSatisfy(line -> {
            long number = Long.parseLong(line.substring(0, line.indexOf(' ')));
            assertThat(line).isEqualTo(number + " " + (number > LINES ? "the end" : text((int) number)));
        });
    }

    private static byte[] piece(int first) {
        StringBuilder lines = new StringBuilder(LINES_OF_A_PIECE * LINE_BYTES);
        for (int i = first; i < first + LINES_OF_A_PIECE; i++) {
            lines.append(text(i)).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(int line) {
        return (line + " ".repeat(10)).substring(0, 10) + "is a line of a log that nobody reads from a to z, 64 b";
    }
}
