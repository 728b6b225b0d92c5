package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An open page shows what happens, and leaves alone whoever reads it. */
class LiveE2E {

    /** Makes the list longer than any window of the tests. */
    private static final int MANY = 60;

    @RegisterExtension
    final Desk desk = new Desk();

    @Test
    void aRowAppearsOnTheOpenPageWithoutTouchingIt() {
        desk.log("worknode", "before");
        EventsView view = new EventsView(desk.open("/")).shows("before").says("live");

        desk.log("worknode", "started cleanup");

        view.shows("started cleanup", "before");
        assertThat(view.row("started cleanup").locator(".origin")).hasText("worknode");
        assertThat(view.row("started cleanup").locator(".sev")).hasText("info");
    }

    @Test
    void aPausedPageCountsWhatWaitsAndShowsItOnceResumed() {
        desk.log("a", "first");
        EventsView view = new EventsView(desk.open("/")).shows("first").says("live");

        view.page().locator("#pause").click();
        view.says("paused");
        desk.log("a", "second");
        desk.log("a", "third");
        view.says("paused, 2 waiting").shows("first");

        view.page().locator("#pause").click();
        view.says("live").shows("third", "second", "first");
    }

    @Test
    void nothingMovesUnderTheEyesOfWhoeverReadsFurtherDown() {
        logMany();
        EventsView view = new EventsView(desk.open("/")).says("live");
        Page page = view.page();
        Locator read = view.row("line 20.");
        page.evaluate("scrollTo(0, 400)");
        double y = read.boundingBox().y;

        desk.log("a", "news");
        desk.log("a", "more news");

        assertThat(page.locator("#fresh")).hasText("2 new ↑");
        view.says("live, 2 waiting");
        assertThat(read.boundingBox().y).isEqualTo(y);
        assertThat(view.row("news")).hasCount(0);

        page.locator("#fresh").click();
        assertThat(view.row("news")).hasCount(2);
        assertThat(page.locator("#fresh")).isHidden();
        assertThat(page.evaluate("scrollY")).isEqualTo(0);
    }

    @Test
    void selectedTextStaysSelectedUntilTheReaderLetsGo() {
        desk.log("a", "copy me");
        EventsView view = new EventsView(desk.open("/")).shows("copy me").says("live");
        view.messages().first().evaluate("line => getSelection().selectAllChildren(line)");

        desk.log("a", "news");

        view.says("live, 1 waiting").shows("copy me");
        assertThat(view.page().evaluate("String(getSelection())")).isEqualTo("copy me");
        view.page().evaluate("getSelection().removeAllRanges()");
        view.shows("news", "copy me");
    }

    private void logMany() {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= MANY; i++) {
            lines.append("{\"origin\":\"a\",\"message\":\"line ").append(i).append(".\"}\n");
        }
        desk.post("me", lines.toString());
    }
}
