package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection that breaks costs no byte and repeats none, wherever it breaks. */
class LivelogDropE2E {

    @RegisterExtension
    final Desk desk = new Desk();

    @BeforeEach
    void expectBrokenConnections() {
        desk.expectComplaint("net::ERR_");
    }

    @Test
    void afterEachBreakThePageGoesOnWhereItWas() {
        try (Line line = new Line(desk.node().uri());
                Producer build = Producer.begin(desk.node().uri(), "build").lines(1, 100)) {
            LogView view = open(line);
            view.endsWith("line 100");

            for (int i = 1; i <= 3; i++) {
                // In the middle of a line, and of a character.
                build.write("broken he").write(new byte[] {(byte) 0xc3});
                view.endsWith("broken he");
                line.cut();
                assertThat(view.connection()).hasText(Pattern.compile("reconnecting \\d+ s"));
                build.write(new byte[] {(byte) 0xa4}).write("re\n").lines(100 * i + 1, 100 * i + 99);
                line.mend();
                view.endsWith("line " + (100 * i + 99)).follows(true);
                assertThat(view.connection()).hasText("live");
            }

            assertThat(view.texts()).hasSize(100 + 3 * 100);
            for (int i = 1; i <= 3; i++) {
                assertThat(view.texts().subList(100 * i, 100 * i + 100))
                        .isEqualTo(java.util.stream.Stream.concat(
                                        java.util.stream.Stream.of("broken heäre"),
                                        IntStream.range(100 * i + 1, 100 * i + 100)
                                                .mapToObj(n -> "line " + n))
                                .toList());
            }
        }
    }

    @Test
    void anEndThatComesDuringABreakIsShownAfterIt() {
        try (Line line = new Line(desk.node().uri());
                Producer build = Producer.begin(desk.node().uri(), "build").lines(1, 100)) {
            LogView view = open(line);
            view.endsWith("line 100");

            line.cut();
            build.lines(101, 200).end();
            line.mend();

            view.endsWith("line 200").says("done");
            assertThat(view.texts()).hasSize(200);
        }
    }

    @Test
    void aProducerThatBrokeOffIsNoBrokenConnection() {
        try (Line line = new Line(desk.node().uri())) {
            LogView view;
            try (Producer _ = Producer.begin(desk.node().uri(), "build").lines(1, 100)) {
                view = open(line);
                view.endsWith("line 100").says("live");
            }
            view.says("broken").endsWith("line 100");
            assertThat(view.connection()).isHidden();
            assertThat(view.texts()).hasSize(100);
        }
    }

    @Test
    void aTabThatNobodySeesLetsGoAndCatchesUp() {
        try (Line line = new Line(desk.node().uri());
                Producer build = Producer.begin(desk.node().uri(), "build").lines(1, 100)) {
            LogView view = open(line);
            view.endsWith("line 100");
            view.page().clock().install();

            hide(view.page(), true);
            view.page().clock().fastForward(6_000);
            build.lines(101, 200);
            view.page().waitForTimeout(300);
            assertThat(view.texts()).hasSize(100);
            hide(view.page(), false);

            view.endsWith("line 200").follows(true);
            assertThat(view.texts()).hasSize(200);
        }
    }

    private LogView open(Line line) {
        Page page = desk.visitor().newPage();
        page.navigate(line.uri("/livelogs/build"));
        return LogView.of(page);
    }

    private static void hide(Page page, boolean hidden) {
        page.evaluate("""
                hidden => {
                    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
                    document.dispatchEvent(new Event('visibilitychange'));
                }
                """, hidden);
    }
}
