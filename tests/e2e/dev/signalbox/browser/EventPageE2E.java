package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everything that is known of one event, in its row and on the page of its own. */
class EventPageE2E {

    private static final String EVENT = """
            {"origin":"deploy","severity":"error","message":"failed\\n  at step 3\\n\\u001b[31mred\\u001b[0m",\
            "metadata":{"took_ms":12.5,"commit":{"by":"Ada"}}}
            """;

    @RegisterExtension
    final Desk desk = new Desk();

    @Test
    void aRowUnfoldsToAllLinesAndItsMetadata() {
        desk.post("laptop", EVENT);
        Locator row = new EventsView(desk.open("/")).row("failed");
        assertThat(row.locator(".plus")).hasText("+2 lines");
        assertThat(row.locator(".owner")).hasText("laptop");

        row.locator("summary").click();

        assertThat(row.locator(".msg").first()).isVisible();
        assertThat(row.locator(".msg").first()).hasText("failed\n  at step 3\nred", exactly());
        assertThat(row.locator(".msg .af1")).hasText("red");
        assertThat(member(row, "took_ms")).hasText("12.5");
        assertThat(member(row, "commit")).containsText("\"by\": \"Ada\"");
    }

    @Test
    void theTimeOfARowIsALinkToItsPage() {
        desk.post("laptop", EVENT);
        Page page = desk.open("/");

        new EventsView(page).row("failed").locator(".at").click();

        assertThat(page).hasURL(Pattern.compile(".*/events/\\d+"));
        assertThat(page.locator("h1")).containsText("deploy");
        assertThat(page.locator("h1")).containsText("error");
        assertThat(page.locator(".whole")).hasText("failed\n  at step 3\nred", exactly());
        assertThat(member(page.locator("main"), "owner")).hasText("laptop");
        assertThat(member(page.locator("main"), "took_ms")).hasText("12.5");

        page.getByText("As JSON").click();
        assertThat(page.locator(".json pre")).containsText("\"took_ms\": 12.5");
        page.getByText("All events of the 5 minutes before and after").click();
        assertThat(new EventsView(page).row("failed")).hasCount(1);
    }

    private static Locator member(Locator within, String name) {
        return within.locator("tr")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + name)))
                .locator("td");
    }

    private static HasTextOptions exactly() {
        return new HasTextOptions().setUseInnerText(true);
    }
}
