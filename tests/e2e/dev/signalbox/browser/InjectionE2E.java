package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What others send is text on every page: it neither runs nor changes, and is not escaped twice. */
class InjectionE2E {

    private static final String HOSTILE = "a&b&amp;\"'><img src=x onerror=\"hacked=1\"><script>hacked=1</script>";

    /** Less than what an error repeats of a value. */
    private static final int SHOWN = 40;

    @RegisterExtension
    final Desk desk = new Desk();

    @Test
    void hostileTextIsTextInARowThatArrivesLive() {
        EventsView view = new EventsView(desk.open("/")).says("live");
        send();

        assertRow(view);
        view.page().reload();
        assertRow(view);
    }

    @Test
    void hostileTextIsTextOnThePageOfItsEvent() {
        send();
        Page page = desk.open("/");
        new EventsView(page).rows().locator(".at").click();

        assertText(page.locator(".whole"));
        assertText(page.locator("h1 a"));
        assertText(page.locator(".meta").first().locator("td").first());
        assertText(page.locator(".meta").last().locator("th"));
        assertText(page.locator(".meta").last().locator("td"));
        assertHarmless(page);

        page.locator("h1 a").click();
        assertThat(page.getByLabel("Origin")).hasValue(HOSTILE);
        assertRow(new EventsView(page));
    }

    @Test
    void hostileTextIsTextInTheFilterThatRefusesIt() {
        desk.expectComplaint("400 (Bad Request)");
        Page page = desk.open("/?severity=" + encoded(HOSTILE) + "&q=" + encoded("/(" + HOSTILE + "/"));

        assertThat(page.locator("#severity-error")).containsText(HOSTILE.substring(0, SHOWN));
        assertThat(page.locator("#search")).hasValue("/(" + HOSTILE + "/");
        assertHarmless(page);
    }

    @Test
    void hostileTextIsTextInTheNameOfAMonitor() {
        desk.post("/.monitor?origin=" + encoded(HOSTILE));
        Page page = desk.open("/monitors");

        assertText(page.locator(".monitor .origin"));
        page.locator(".monitor .origin").click();
        assertThat(page.locator("h1")).hasText("Check-ins of " + HOSTILE);
        assertHarmless(page);
    }

    private void send() {
        JsonObject event = new JsonObject()
                .put("origin", HOSTILE)
                .put("message", HOSTILE)
                .put("metadata", new JsonObject().put(HOSTILE, HOSTILE));
        desk.post(HOSTILE, event.encode() + "\n");
    }

    private static void assertRow(EventsView view) {
        Locator row = view.rows();
        assertText(row.locator(".line"));
        assertText(row.locator(".origin"));
        assertText(row.locator(".owner"));
        row.locator("summary").click();
        assertText(row.locator(".meta th"));
        assertText(row.locator(".meta td"));
        assertHarmless(view.page());
    }

    private static void assertText(Locator element) {
        assertThat(element).hasText(HOSTILE, new HasTextOptions().setUseInnerText(true));
    }

    private static void assertHarmless(Page page) {
        assertThat(page.locator("img, script:not([src])")).hasCount(0);
        assertThat(page.evaluate("typeof hacked")).isEqualTo("undefined");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
