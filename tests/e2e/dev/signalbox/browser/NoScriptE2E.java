package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without script everything works that does not need the page to move by itself. */
class NoScriptE2E {

    /** Rows of a page. */
    private static final int PAGE = 100;

    @RegisterExtension
    final Desk desk = new Desk();

    @Test
    void aReloadShowsTheNewRows() {
        desk.log("a", "old");
        EventsView view = view().shows("old");
        assertThat(view.page().locator("#pause")).isHidden();
        desk.log("a", "new");

        view.page().locator("noscript a").click();

        view.shows("new", "old");
        view.row("new").locator("summary").click();
        assertThat(view.row("new").getByText("Open")).isVisible();
    }

    @Test
    void theFilterIsAForm() {
        desk.log("web", "served");
        desk.log("db", "full");
        EventsView view = view().shows("full", "served");

        view.page().locator("#origin").fill("web");
        view.page()
                .getByText("Filter", new Page.GetByTextOptions().setExact(true))
                .click();
        view.shows("served");

        view.page().locator("#search").fill("nowhere");
        view.page().locator("#search").press("Enter");
        assertThat(view.page().locator("#empty")).containsText("No event matches this filter");
        assertThat(view.page().locator("#origin")).hasValue("web");
    }

    @Test
    void aBadFilterStaysWithItsReason() {
        desk.expectComplaint("400 (Bad Request)");
        Page page = view().page();

        page.locator("#search").fill("/(/");
        page.locator("#search").press("Enter");

        assertThat(page.locator("#q-error")).containsText("missing closing )");
        assertThat(page.locator("#search")).hasValue("/(/");
    }

    @Test
    void olderRowsAreBehindALink() {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= PAGE + 2; i++) {
            lines.append("{\"origin\":\"a\",\"message\":\"line ").append(i).append("\"}\n");
        }
        desk.post("me", lines.toString());
        EventsView view = view();
        assertThat(view.rows()).hasCount(PAGE);

        view.page().getByText("Older events").click();
        view.shows("line 2", "line 1");

        view.page().getByText("To the newest").click();
        assertThat(view.messages().first()).hasText("line " + (PAGE + 2));
    }

    @Test
    void clearingAsksOnceAndClears() {
        desk.log("a", "precious");
        EventsView view = view().shows("precious");
        Locator destroy = view.page().getByText("Destroy all events and monitors");
        assertThat(destroy).isHidden();

        view.page().getByText("Clear…").click();
        destroy.click();

        assertThat(view.page().locator("#empty")).containsText("Log the first event");
    }

    @Test
    void theThemeIsKept() {
        Page page = view().page();

        page.getByText("Theme: auto").click();

        assertThat(page.getByText("Theme: dark")).isVisible();
        assertThat(page.locator("html")).hasClass("theme-dark");
        page.locator("nav a[href='/monitors']").click();
        assertThat(page.locator("html")).hasClass("theme-dark");
    }

    @Test
    void monitorsAreThere() {
        desk.post("/.monitor?origin=job");
        Page page = view().page();

        page.locator("nav a[href='/monitors']").click();

        assertThat(page).hasURL(Pattern.compile(".*/monitors"));
        assertThat(page.locator(".monitor .origin")).hasText("job");
        assertThat(page.locator(".strip .on")).hasCount(1);
    }

    @Test
    void aLogIsReadInPartsThatJoin() {
        Producer.begin(desk.node().uri(), "build").lines(1, 20_000).end();
        Page page = view().page();
        page.locator("nav a[href='/livelogs']").click();
        go(page, "build #1");
        LogView log = new LogView(page);
        List<String> all = new ArrayList<>(log.numbered());

        while (page.getByText("Later").count() > 0) {
            go(page, "Later");
            all.addAll(log.numbered());
        }

        assertThat(all)
                .isEqualTo(IntStream.rangeClosed(1, 20_000)
                        .mapToObj(i -> i + " line " + i)
                        .toList());
        String last = log.numbered().getFirst();
        go(page, "Earlier");
        assertThat(all.get(all.indexOf(last) - 1)).isEqualTo(log.numbered().getLast());
    }

    @Test
    void aLineAndATextOfALogAreFound() {
        Producer.begin(desk.node().uri(), "build")
                .lines(1, 10_000)
                .write("Needle\n")
                .lines(10_002, 20_000)
                .write("needle\n")
                .end();
        LogView log = new LogView(without("/livelogs/build"));

        log.page()
                .getByLabel("Line", new Page.GetByLabelOptions().setExact(true))
                .fill("15000");
        log.page()
                .getByLabel("Line", new Page.GetByLabelOptions().setExact(true))
                .press("Enter");
        assertThat(log.page().locator(".ln.at code")).hasText("line 15000");

        log.find("needle")
                .page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Find").setExact(true))
                .click();
        assertThat(log.found()).hasText("line 10001 Next");
        assertThat(log.page().locator(".ln.at code")).hasText("Needle");
        go(log.page(), "Next");
        assertThat(log.page().locator(".ln.at code")).hasText("needle");
        assertThat(log.found()).hasText("line 20001");
    }

    @Test
    void aLiveLogIsOpenedAtItsEnd() {
        try (Producer build = Producer.begin(desk.node().uri(), "build").lines(1, 20_000)) {
            LogView log = new LogView(without("/livelogs/build"));

            assertThat(log.last()).isInViewport();
            assertThat(log.last().locator("code")).hasText("line 20000");
            assertThat(log.page().locator("#log-state")).hasText("live");
            assertThat(log.page().locator("#follow")).isHidden();
            build.end();
        }
    }

    /** Follows a link, and returns when its page is there. */
    private static void go(Page page, String link) {
        Locator found = page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(link).setExact(true));
        String before = page.url();
        found.click();
        page.waitForURL(url -> !url.equals(before));
    }

    private Page without(String path) {
        return desk.open(new NewContextOptions().setJavaScriptEnabled(false), path);
    }

    private EventsView view() {
        return new EventsView(desk.open(new NewContextOptions().setJavaScriptEnabled(false), "/"));
    }
}
