package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Colours as the viewer wants them, and a window as small as a phone. */
class LooksE2E {

    private static final String LIGHT = "rgb(252, 252, 251)";
    private static final String DARK = "rgb(20, 22, 26)";

    @RegisterExtension
    final Desk desk = new Desk();

    @Test
    void thePageFollowsTheSystemUntilToldOtherwiseAndRemembersThat() {
        Page page = desk.open(new NewContextOptions().setColorScheme(ColorScheme.LIGHT), "/");
        assertThat(body(page)).hasCSS("background-color", LIGHT);

        page.locator("#theme button").click();
        assertThat(page.locator("#theme button")).hasText("Theme: dark");
        assertThat(body(page)).hasCSS("background-color", DARK);
        page.reload();
        assertThat(body(page)).hasCSS("background-color", DARK);
        page.navigate(desk.node().uri("/monitors").toString());
        assertThat(body(page)).hasCSS("background-color", DARK);

        page.locator("#theme button").click();
        assertThat(page.locator("#theme button")).hasText("Theme: light");
        assertThat(body(page)).hasCSS("background-color", LIGHT);
    }

    @Test
    void aDarkSystemHasADarkPage() {
        Page page = desk.open(new NewContextOptions().setColorScheme(ColorScheme.DARK), "/");

        assertThat(body(page)).hasCSS("background-color", DARK);
    }

    @Test
    void nothingScrollsSidewaysOnAPhone() {
        Sample.store(desk);
        Page page = desk.open(phone(), "/");
        for (Locator summary : page.locator("#rows summary").all()) {
            summary.click();
        }
        assertNarrow(page);
        for (String path : List.of(
                "/?origin=nowhere",
                "/monitors",
                "/node",
                "/livelogs",
                "/livelogs/" + Sample.LONG_STREAM,
                "/events/" + Sample.id(page))) {
            page.navigate(desk.node().uri(path).toString());
            assertNarrow(page);
        }
        assertNarrowTriggers(page, "/triggers/" + Sample.trigger(desk));
        desk.post("/.clear");
        for (String path : List.of("/", "/monitors", "/livelogs?stream=nothing")) {
            page.navigate(desk.node().uri(path).toString());
            assertNarrow(page);
        }
    }

    private void assertNarrowTriggers(Page page, String trigger) {
        for (String path : List.of("/triggers", "/triggers/new", trigger, trigger + "/deliveries")) {
            page.navigate(desk.node().uri(path).toString());
            assertNarrow(page);
        }
        page.locator(".delivery .at").click();
        page.locator(".attempts li").first().waitFor();
        assertNarrow(page);
    }

    @Test
    void theHeaderOfAPhoneIsAMenu() {
        Page page = desk.open(phone(), "/");
        assertThat(page.locator("nav")).isHidden();

        page.getByText("Menu").click();
        assertNarrow(page);
        page.locator("nav").getByText("Monitors").click();

        assertThat(page.locator("h1")).hasText("Monitors");
    }

    @Test
    void anErrorPageHasTheMenuToo() {
        desk.expectComplaint("404 (Not Found)");
        Page page = desk.open(phone(), "/nowhere");
        assertNarrow(page);
        assertThat(page.locator("nav")).isHidden();

        page.getByText("Menu").click();
        assertNarrow(page);
        page.locator("nav").getByText("Monitors").click();

        assertThat(page.locator("h1")).hasText("Monitors");
    }

    private static void assertNarrow(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as(page.url())
                .isEqualTo(0);
    }

    private static NewContextOptions phone() {
        return new NewContextOptions()
                .setViewportSize(360, 740)
                .setIsMobile(true)
                .setHasTouch(true);
    }

    private static Locator body(Page page) {
        return page.locator("body");
    }
}
