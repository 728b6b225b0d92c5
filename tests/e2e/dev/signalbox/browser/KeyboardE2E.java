package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever does not reach for the mouse. */
class KeyboardE2E {

    @RegisterExtension
    final Desk desk = new Desk();

    private EventsView view;
    private Page page;

    @BeforeEach
    void open() {
        desk.log("a", "lower");
        desk.log("a", "upper\nsecond line");
        page = desk.open("/");
        view = new EventsView(page).shows("upper", "lower").says("live");
    }

    @Test
    void rowsAreWalkedAndUnfolded() {
        press("j");
        assertThat(focused()).hasText(Pattern.compile("upper.*"));
        press("j");
        assertThat(focused()).hasText("lower");
        press("k");
        press("Enter");
        assertThat(view.row("upper").locator(".msg")).isVisible();
        press("Enter");
        assertThat(view.row("upper").locator(".msg")).isHidden();

        press("o");
        assertThat(page).hasURL(Pattern.compile(".*/events/\\d+"));
    }

    @Test
    void theSearchIsOneKeyAwayAndThenKeysAreText() {
        press("/");
        assertThat(page.locator("#search")).isFocused();
        page.keyboard().type("?p g m");
        assertThat(page.locator("#search")).hasValue("?p g m");
        view.says("live");
        assertThat(page.locator("#keys")).isHidden();
    }

    @Test
    void thePageIsPausedAndResumed() {
        press("p");
        view.says("paused");
        desk.log("a", "later");
        view.says("paused, 1 waiting");
        press("p");
        view.shows("later", "upper", "lower");
    }

    @Test
    void sectionsAreTwoKeysAway() {
        press("g");
        press("m");
        assertThat(page).hasURL(Pattern.compile(".*/monitors"));
        page.waitForLoadState();
        press("g");
        press("l");
        assertThat(page).hasURL(Pattern.compile(".*/livelogs"));
        page.waitForLoadState();
        press("g");
        press("t");
        assertThat(page).hasURL(Pattern.compile(".*/triggers"));
        page.waitForLoadState();
        press("g");
        press("n");
        assertThat(page).hasURL(Pattern.compile(".*/node"));
        page.waitForLoadState();
        press("g");
        press("e");
        assertThat(page).hasURL(desk.node().uri("/").toString());
    }

    @Test
    void theKeysAreListed() {
        press("?");
        assertThat(page.locator("#keys")).isVisible();
        assertThat(page.locator("#keys")).containsText("pause, resume");
        press("Escape");
        assertThat(page.locator("#keys")).isHidden();
    }

    private void press(String key) {
        page.keyboard().press(key);
    }

    private Locator focused() {
        return page.locator("#rows :focus");
    }
}
