package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The list of live logs, which follows what happens to them. */
class LivelogListE2E {

    @RegisterExtension
    final Desk desk = new Desk();

    @Test
    void aLogAppearsWhenItBeginsAndSaysHowItEnded() {
        Page page = open("/livelogs");
        assertThat(page.locator(".empty")).isVisible();

        Producer build = Producer.begin(desk.node().uri(), "build").lines(1, 100);
        assertThat(row(page, "build #1").locator(".lstate")).hasText("live");
        assertThat(row(page, "build #1").locator(".spark path")).hasCount(1);
        assertThat(row(page, "build #1").locator(".rate")).hasText(Pattern.compile("\\d+ B/s|silent \\d+ s"));
        assertThat(row(page, "build #1").locator(".size")).hasText("792 B");
        assertThat(row(page, "build #1").locator(".clear")).hasCount(0);

        build.end();
        assertThat(row(page, "build #1").locator(".lstate")).hasText("done");
        assertThat(row(page, "build #1").locator(".took")).hasText(Pattern.compile("took .+"));

        try (Producer _ = Producer.begin(desk.node().uri(), "build").lines(1, 1)) {
            assertThat(row(page, "build #2").locator(".lstate")).hasText("live");
        }
        assertThat(row(page, "build #2").locator(".lstate")).hasText("broken");
        assertThat(page.locator(".livelog .origin")).hasText(new String[] {"build #2", "build #1"});
    }

    @Test
    void theSizeOfWhatIsLiveGrowsWithoutTouchingThePage() {
        try (Producer build = Producer.begin(desk.node().uri(), "build").lines(1, 10)) {
            Page page = open("/livelogs");
            assertThat(row(page, "build #1").locator(".size")).hasText("71 B");

            build.lines(11, 1_000);

            assertThat(row(page, "build #1").locator(".size")).hasText("8.9 kB");
        }
    }

    @Test
    void deletingSaysWhatItDestroysAndAsksOnce() {
        Producer.begin(desk.node().uri(), "build").lines(1, 100).end();
        Producer.begin(desk.node().uri(), "build").lines(1, 100).end();
        Page page = open("/livelogs");
        Locator destroy = page.getByText("Destroy build #1");
        assertThat(destroy).isHidden();

        row(page, "build #1").getByText("Delete…").click();
        assertThat(row(page, "build #1")).containsText("Destroys generation 1 of build, 792 B. There is no way back.");
        destroy.click();

        assertThat(page.locator(".livelog .origin")).hasText(new String[] {"build #2"});
    }

    @Test
    void anOpenPanelStaysOpenWhateverHappens() {
        Producer.begin(desk.node().uri(), "build").lines(1, 100).end();
        Page page = open("/livelogs");
        Page other = open("/livelogs");
        row(page, "build #1").getByText("Delete…").click();

        Producer.begin(desk.node().uri(), "tests").lines(1, 100).end();

        assertThat(other.locator(".livelog")).hasCount(2);
        assertThat(page.getByText("Destroy build #1")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator(".livelog")).hasCount(2);
    }

    @Test
    void theCommandsOnTheEmptyPageWork() throws Exception {
        Page page = open("/livelogs");
        String stream = page.locator(".command pre").first().textContent();
        String read = page.locator(".command pre").nth(2).textContent();
        assertThat(stream)
                .contains(" | curl ")
                .endsWith(desk.node().uri("/livelog/build").toString());

        run("printf 'one\\ntwo\\n'" + stream.substring(stream.indexOf(" | ")));

        assertThat(row(page, "build #1").locator(".lstate")).hasText("done");
        assertThat(run(read + " -sS")).isEqualTo("one\ntwo\n");
    }

    @Test
    void olderLogsAreBehindALink() {
        for (int i = 1; i <= 102; i++) {
            Producer.begin(desk.node().uri(), "log-" + i).lines(1, 1).end();
        }
        Page page = open("/livelogs");
        assertThat(page.locator(".livelog")).hasCount(100);

        page.getByText("Older logs").click();

        assertThat(page.locator(".livelog .origin")).hasText(new String[] {"log-2 #1", "log-1 #1"});
        page.getByText("To the newest").click();
        assertThat(page.locator(".livelog .origin").first()).hasText("log-102 #1");
    }

    /** The page, once it says that it is live. */
    private Page open(String path) {
        return new EventsView(desk.open(path)).says("live").page();
    }

    private static Locator row(Page page, String name) {
        return page.locator(".livelog")
                .filter(new Locator.FilterOptions()
                        .setHas(page.locator(".origin", new Page.LocatorOptions().setHasText(name))));
    }

    private static String run(String command) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        return out;
    }
}
