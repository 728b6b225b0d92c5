package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A filter holds for the list, for what comes after it, and for whoever is sent its address. */
class FilterE2E {

    private static final String STORED = """
            {"origin":"web-1","severity":"info","message":"served"}
            {"origin":"web-2","severity":"error","message":"timed out"}
            {"origin":"db","severity":"error","message":"disk full"}
            """;
    private static final String MORE = """
            {"origin":"db","severity":"info","message":"served again"}
            {"origin":"web-3","severity":"error","message":"timed out again"}
            """;

    @RegisterExtension
    final Desk desk = new Desk();

    private EventsView view;

    @BeforeEach
    void open() {
        desk.post("me", STORED);
        view = new EventsView(desk.open("/")).shows("disk full", "timed out", "served");
    }

    @Test
    void severitiesAreChosenByAClick() {
        chip("error").click();
        view.shows("disk full", "timed out").says("live");

        desk.post("me", MORE);

        view.shows("timed out again", "disk full", "timed out");
        assertAddress("severity=error");
        theAddressShows("timed out again", "disk full", "timed out");
    }

    @Test
    void originsAreChosenByPatternOrByAClickOnOne() {
        view.page().getByLabel("Origin").fill("web*");
        view.page().getByLabel("Origin").press("Enter");
        view.shows("timed out", "served").says("live");

        desk.post("me", MORE);

        view.shows("timed out again", "timed out", "served");
        assertAddress("origin=web(\\*|%2A)");
        view.row("served").locator(".origin").click();
        view.shows("served");
        assertThat(view.page().getByLabel("Origin")).hasValue("web-1");
    }

    @Test
    void aSearchAddsToTheOtherFilters() {
        chip("error").click();
        view.shows("disk full", "timed out");
        search("/timed|served/");
        view.shows("timed out").says("live");

        desk.post("me", MORE);

        view.shows("timed out again", "timed out");
        assertAddress("q=.+severity=error");
        theAddressShows("timed out again", "timed out");
        view.page().goBack();
        view.shows("timed out again", "disk full", "timed out");
    }

    @Test
    void aBadSearchIsExplainedAndKept() {
        desk.expectComplaint("400 (Bad Request)");
        chip("error").click();
        view.shows("disk full", "timed out");

        search("/(timed/");

        assertThat(view.page().locator("#q-error")).containsText("missing closing )");
        assertThat(field()).hasValue("/(timed/");
        assertThat(field()).hasAttribute("aria-describedby", "q-error");
        assertThat(chip("error")).isChecked();

        search("/(timed)/");
        view.shows("timed out").says("live");
        assertThat(view.page().locator("#q-error")).hasCount(0);
    }

    @Test
    void aFilterWithoutMatchIsFilledByTheFirstOne() {
        search("again");
        assertThat(view.page().locator("#empty")).containsText("No event matches this filter");
        view.says("live");

        desk.post("me", MORE);

        view.shows("timed out again", "served again");
        assertThat(view.page().locator("#empty")).hasCount(0);
    }

    private Locator chip(String severity) {
        return view.page().getByLabel(severity, new Page.GetByLabelOptions().setExact(true));
    }

    private Locator field() {
        return view.page().locator("#search");
    }

    private void search(String text) {
        field().fill(text);
        field().press("Enter");
    }

    private void assertAddress(String query) {
        assertThat(view.page()).hasURL(Pattern.compile(".*/\\?.*" + query + ".*"));
    }

    private void theAddressShows(String... messages) {
        Page other = desk.visitor().newPage();
        other.navigate(view.page().url());
        new EventsView(other).shows(messages);
    }
}
