package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
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

    private EventsView view() {
        return new EventsView(desk.open(new NewContextOptions().setJavaScriptEnabled(false), "/"));
    }
}
