package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.KeyboardModifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page of a live log: it opens where it should, follows, and says what the log is. */
class LivelogPagesE2E {

    private static final String ESC = "\u001b";

    @RegisterExtension
    final Desk desk = new Desk();

    /** What a browser says of an answer that is cut off because its producer was. */
    @BeforeEach
    void expectBrokenLogs() {
        desk.expectComplaint("ERR_INCOMPLETE_CHUNKED_ENCODING");
    }

    @Test
    void aLiveLogIsOpenedAtItsEndAndFollowed() {
        try (Producer build = producer("build").lines(1, 500)) {
            LogView view =
                    open("/livelogs/build").endsWith("line 500").says("live").follows(true);
            assertThat(view.connection()).hasText("live");
            view.sees(500);

            build.write("line 5").write("01\nline 502");
            view.endsWith("line 502");
            build.write(" goes on").write("\n");

            view.endsWith("line 502 goes on").sees(502);
            assertThat(view.line(501)).hasText("line 501");
            assertThat(view.page().locator("#log-lines")).hasText(" · 502 lines");
        }
    }

    @Test
    void thePageSaysHowTheLogEnded() {
        Producer build = producer("build").lines(1, 3);
        LogView view = open("/livelogs/build").endsWith("line 3").says("live");

        build.lines(4, 5).end();

        view.endsWith("line 5").says("done");
        assertThat(view.page().locator("#follow")).isHidden();
        assertThat(view.page().locator(".about")).containsText("took ");
        assertThat(view.page()).hasTitle(Pattern.compile("build #1 done .*"));

        try (Producer _ = producer("build").lines(1, 2)) {
            assertThat(view.page().locator(".newer")).hasText("newer: #2 live");
            view.page().locator(".newer").click();
            view.endsWith("line 2").says("live");
        }
        view.says("broken").endsWith("line 2");
    }

    @Test
    void aFinishedLogIsOpenedAtItsBeginning() {
        producer("build").lines(1, 500).end();

        LogView view = open("/livelogs/build").says("done").sees(1);

        assertThat(view.line(1)).hasText("line 1");
        assertThat(view.page().locator("#log-lines")).hasText(" · 500 lines");
        view.page().locator("#end").click();
        view.sees(500);
        view.page().locator("#top").click();
        view.sees(1);
    }

    @Test
    void coloursAreShownAndNothingElseIsObeyed() {
        producer("build")
                .write(ESC + "[31mred" + ESC + "[0m plain\n")
                .write(ESC + "[1;34mblue over\ntwo lines" + ESC + "[0m\n")
                .write("a" + ESC + "[2Jb" + ESC + "]0;title\u0007c\u202ed\u0000e<b>f</b>\n")
                .write("10 %\r50 %\r100 %\n")
                .write(ESC + "[01m" + ESC + "[Kmain.c" + ESC + "[m" + ESC + "[K\n")
                .write(new byte[] {(byte) 0xff, 'x', (byte) 0xc3, '\n'})
                .end();

        LogView view = open("/livelogs/build");

        assertThat(view.line(1).locator(".af1")).hasText("red");
        assertThat(view.line(1)).hasText("red plain");
        assertThat(view.line(2).locator(".af4.a-bold")).hasText("blue over");
        assertThat(view.line(3).locator(".af4.a-bold")).hasText("two lines");
        assertThat(view.line(4).locator(".ctl")).hasText(new String[] {"ESC[2J", "ESC]0;titleBEL", "U+202E", "U+0000"});
        assertThat(view.line(4)).hasText("aESC[2JbESC]0;titleBELcU+202EdU+0000e<b>f</b>");
        assertThat(view.line(5)).hasText("CR100 %");
        assertThat(view.line(6).locator(".a-bold")).hasText("main.c");
        assertThat(view.line(6).locator(".slight")).hasCount(2);
        assertThat(view.line(7)).hasText("\ufffdx\ufffd");

        view.line(5).getByRole(AriaRole.BUTTON).click();
        assertThat(view.line(5)).hasText("10 %CR 50 %CR 100 %");
    }

    @Test
    void aLineHasAnAddress() {
        producer("build").lines(1, 20_000).end();

        LogView view = open("/livelogs/build#L12000-L12003").sees(12_000);
        assertThat(view.page().locator(".ln.at code"))
                .hasText(new String[] {"line 12000", "line 12001", "line 12002", "line 12003"});

        view.page().locator("#L12005 .no").click();
        assertThat(view.page()).hasURL(Pattern.compile(".*/livelogs/build#L12005"));
        view.page()
                .locator("#L12002 .no")
                .click(new Locator.ClickOptions().setModifiers(List.of(KeyboardModifier.SHIFT)));
        assertThat(view.page()).hasURL(Pattern.compile(".*/livelogs/build#L12002-L12005"));
        assertThat(view.page().locator(".ln.at")).hasCount(4);

        view.page().evaluate("location.hash = '#L3'");
        view.sees(3);
        assertThat(view.page().locator(".ln.at code")).hasText("line 3");
        view.page()
                .getByLabel("Line", new Page.GetByLabelOptions().setExact(true))
                .fill("50%");
        view.page()
                .getByLabel("Line", new Page.GetByLabelOptions().setExact(true))
                .press("Enter");
        view.sees(10_505);
    }

    @Test
    void scrollingUpStopsFollowingAndTheEndStartsItAgain() {
        try (Producer build = producer("build").lines(1, 500)) {
            LogView view = open("/livelogs/build").endsWith("line 500").follows(true);
            view.sees(500);

            view.wheel(-600);
            view.follows(false);
            assertThat(view.connection()).hasText("paused");
            build.lines(501, 510);
            assertThat(view.page().locator("#fresh")).hasText("10 new lines ↓");
            assertThat(view.connection()).hasText("paused, 10 waiting");
            assertThat(view.inSight(500)).isFalse();

            view.wheel(100_000);
            view.follows(true).endsWith("line 510").sees(510);
            build.lines(511, 511);
            view.endsWith("line 511").sees(511);
            assertThat(view.page().locator("#fresh")).isHidden();
        }
    }

    @Test
    void whatIsReadStaysWhereItIsWhileMoreIsLoadedAround() {
        producer("build").lines(1, 50_000).end();
        LogView view = open("/livelogs/build#L25000").sees(25_000);

        for (int i = 0; i < 20; i++) {
            view.wheel(-6_000);
            view.page().waitForTimeout(20);
        }

        view.page().waitForCondition(() -> !view.texts().contains("line 25000"));
        assertConsecutive(view);
        for (int i = 0; i < 30; i++) {
            view.wheel(6_000);
            view.page().waitForTimeout(20);
        }
        assertConsecutive(view);
        assertThat(view.count()).isLessThanOrEqualTo(4_000);
    }

    @Test
    void aTextIsFoundInAllOfTheLog() {
        producer("build")
                .lines(1, 30_000)
                .write("the Needle\n")
                .lines(30_002, 60_000)
                .write("NEEDLE\n")
                .end();
        LogView view = open("/livelogs/build").sees(1);

        view.find("needle").foundSays("1 of 2 lines").sees(30_001);
        assertThat(view.page().locator(".ln.now code")).hasText("the Needle");
        view.page().locator("#next").click();
        view.foundSays("2 of 2 lines").sees(60_001);
        view.page().locator("#next").click();
        view.foundSays("1 of 2 lines").sees(30_001);
        view.page().locator("#previous").click();
        view.foundSays("2 of 2 lines").sees(60_001);

        view.find("nowhere").foundSays("not found");
    }

    @Test
    void aTextIsFoundInWhatComesToo() {
        try (Producer build = producer("build").write("one needle\n").lines(2, 100)) {
            LogView view = open("/livelogs/build").endsWith("line 100");
            view.find("needle").foundSays("1 of 1 line").sees(1).follows(false);
            view.page().locator("#follow").click();
            view.endsWith("line 100").follows(true);

            build.write("another needle\n");

            view.endsWith("another needle").foundSays("1 of 2 lines");
            assertThat(view.last()).hasClass(Pattern.compile(".*\\bhit\\b.*"));
        }
    }

    @Test
    void aVeryLongLineIsCutAndShownWholeOnDemand() {
        String text = IntStream.range(0, 100_000)
                .mapToObj(i -> "word" + i)
                .reduce(new StringBuilder(), (all, word) -> all.append(word).append(' '), StringBuilder::append)
                .toString();
        producer("build").lines(1, 3).write(text + "\n").lines(5, 10).end();
        LogView view = open("/livelogs/build");
        assertThat(view.line(5)).hasText("line 5");
        assertThat(view.line(4)).hasText(Pattern.compile("word0 .{1900,2000}… 987 kB more"));

        view.line(4).locator("button").click();

        assertThat(view.line(4))
                .hasText(
                        Pattern.compile(".* word99999 $"),
                        new com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions());
        assertThat(view.line(10)).hasText("line 10");
    }

    @Test
    void longLinesWrapOnDemandAndThatIsRemembered() {
        producer("build").write("long ".repeat(200) + "\n").end();
        LogView view = open("/livelogs/build");
        assertThat(view.line(1)).isVisible();
        Locator wrap = view.page().locator("#wrap");
        assertThat(wrap).hasAttribute("aria-pressed", "false");
        assertThat(sideways(view)).isPositive();

        view.page().keyboard().press("w");
        assertThat(wrap).hasAttribute("aria-pressed", "true");
        assertThat(sideways(view)).isZero();

        view.page().reload();
        assertThat(wrap).hasAttribute("aria-pressed", "true");
    }

    @Test
    void keysDoWhatTheMouseDoes() {
        try (Producer _ = producer("build").lines(1, 5_000)) {
            LogView view = open("/livelogs/build").endsWith("line 5000").follows(true);
            view.page().keyboard().press("k");
            view.follows(false);
            view.page().keyboard().press("f");
            view.follows(true);
            view.page().keyboard().press("g");
            view.sees(1).follows(false);
            view.page().keyboard().press("j");
            view.page().waitForCondition(() -> !view.inSight(1));
            view.page().keyboard().press("Shift+G");
            view.sees(5_000).follows(true);

            view.page().keyboard().press("/");
            view.page().keyboard().type("line 42");
            view.foundSays(".* of 111 lines");
            view.page().keyboard().press("Escape");
            assertThat(view.found()).hasText("");
            view.page().keyboard().press("?");
            assertThat(view.page().locator("#keys")).containsText("follow, or stop following");
            view.page().keyboard().press("Escape");

            view.page().keyboard().press("g");
            view.page().keyboard().press("l");
            assertThat(view.page()).hasURL(Pattern.compile(".*/livelogs"));
        }
    }

    @Test
    void aSelectionIsNotPulledAway() {
        try (Producer build = producer("build").lines(1, 10)) {
            LogView view = open("/livelogs/build").follows(true);
            assertThat(view.page().locator("#log-lines")).hasText(" · 10 lines");
            view.line(5).evaluate("line => getSelection().selectAllChildren(line)");
            view.follows(false);

            build.lines(11, 8_000);

            assertThat(view.page().locator("#fresh")).hasText("7,990 new lines ↓");
            assertThat(view.page().evaluate("String(getSelection())")).isEqualTo("line 5");
        }
    }

    @Test
    void anEmptyLogSaysSo() {
        try (Producer build = producer("build")) {
            LogView view = open("/livelogs/build").says("live");
            assertThat(view.page().locator("#nothing")).hasText("Nothing was written yet.");

            build.lines(1, 1);

            view.endsWith("line 1");
            assertThat(view.page().locator("#nothing")).isHidden();
        }
    }

    @Test
    void aLogThatCamePackedIsOfferedAsItIs() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("packed\n".getBytes(StandardCharsets.UTF_8));
        }
        Producer.begin(desk.node().uri(), "build", "Content-Encoding: gzip")
                .write(packed.toByteArray())
                .end();

        Page page = desk.open("/livelogs/build");

        assertThat(page.locator(".empty")).containsText("packed (gzip)");
        assertThat(page.locator(".command pre")).containsText("curl -N --compressed");
    }

    @Test
    void anUnknownLogIsNotFoundInWords() {
        desk.expectComplaint("404 (Not Found)");

        assertThat(desk.open("/livelogs/nowhere").locator("main")).containsText("nowhere");
    }

    private Producer producer(String stream) {
        return Producer.begin(desk.node().uri(), stream);
    }

    private LogView open(String path) {
        return LogView.of(desk.open(path));
    }

    private static void assertConsecutive(LogView view) {
        List<String> lines = view.numbered();
        int first =
                Integer.parseInt(lines.getFirst().substring(0, lines.getFirst().indexOf(' ')));
        assertThat(lines)
                .isEqualTo(IntStream.range(first, first + lines.size())
                        .mapToObj(i -> i + " line " + i)
                        .toList());
    }

    private static int sideways(LogView view) {
        return (int) view.page().evaluate("(log => log.scrollWidth - log.clientWidth)(document.getElementById('log'))");
    }
}
