package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs that check in get a strip of bars, on the open page too. */
class MonitorsE2E {

    private static final int HOURS = 48;

    /** A stream that opens and then says nothing. */
    private static final String SILENT_STREAM = """
            window.EventSource = class {
                constructor() { setTimeout(() => this.onopen()); }
                addEventListener() {}
                close() {}
            }
            """;

    @RegisterExtension
    final Desk desk = new Desk();

    @Test
    void aJobThatCheckedInHasABarForEveryHourAndTheLastIsFilled() {
        desk.post("/.monitor?origin=nightly-backup");
        desk.post("/.monitor?origin=nightly-backup");
        desk.post("/.monitor?origin=certs");
        Page page = desk.open("/monitors");

        assertThat(page.locator(".monitor .origin")).hasText(new String[] {"certs", "nightly-backup"});
        Locator monitor = page.locator(".monitor").filter(new Locator.FilterOptions().setHasText("nightly-backup"));
        assertThat(monitor.locator(".mstate")).hasText("active");
        assertThat(monitor.locator(".strip > a")).hasCount(HOURS);
        assertThat(monitor.locator(".strip .on")).hasCount(1);
        assertThat(monitor.locator(".strip > a").last().locator("title"))
                .hasText(Pattern.compile("2 check-ins, .+ to .+"));
        assertThat(monitor.locator(".strip > a").first().locator("title")).hasText(Pattern.compile("no check-in, .+"));
    }

    @Test
    void whatHappensAppearsOnTheOpenPageWithoutTouchingIt() {
        Page page = open(desk.visitor());
        assertThat(page.locator(".empty")).isVisible();

        desk.post("/.monitor?origin=nightly-backup");
        assertThat(newest(page)).hasText(Pattern.compile("1 check-in, .+"));
        assertThat(page.locator(".empty")).hasCount(0);

        desk.post("/.monitor?origin=nightly-backup");
        desk.post("/.monitor?origin=nightly-backup");
        assertThat(newest(page)).hasText(Pattern.compile("3 check-ins, .+"));

        desk.post("/.clear");
        assertThat(page.locator(".empty")).isVisible();
    }

    @Test
    void aCheckInLeavesAloneWhereTheReaderIs() {
        desk.post("/.monitor?origin=nightly-backup");
        Page page = open(desk.visitor());
        page.locator(".monitor .origin").focus();

        desk.post("/.monitor?origin=certs");

        assertThat(page.locator(".monitor")).hasCount(2);
        assertThat(page.locator(".monitor .origin").last()).isFocused();
        assertThat(page.locator(".monitor .origin").last()).hasText("nightly-backup");
    }

    @Test
    void selectedTextStaysSelectedUntilTheReaderLetsGo() {
        desk.post("/.monitor?origin=nightly-backup");
        BrowserContext visitor = desk.visitor();
        Page page = open(visitor);
        Page other = open(visitor);
        page.locator(".monitor .origin").evaluate("origin => getSelection().selectAllChildren(origin)");

        desk.post("/.monitor?origin=certs");

        assertThat(other.locator(".monitor")).hasCount(2);
        assertThat(page.locator(".monitor")).hasCount(1);
        assertThat(page.evaluate("String(getSelection())")).isEqualTo("nightly-backup");
        page.evaluate("getSelection().removeAllRanges()");
        assertThat(page.locator(".monitor")).hasCount(2);
    }

    @Test
    void allTabsAreLiveAlsoWhenTheFirstOneGoes() {
        BrowserContext visitor = desk.visitor();
        Page first = open(visitor);
        Page second = open(visitor);

        desk.post("/.monitor?origin=certs");
        assertThat(first.locator(".monitor")).hasCount(1);
        assertThat(second.locator(".monitor")).hasCount(1);

        first.close();
        desk.post("/.monitor?origin=nightly-backup");
        assertThat(second.locator(".monitor")).hasCount(2);
    }

    @Test
    void barsMoveOnWithTheClockAlone() {
        desk.post("/.monitor?origin=nightly-backup");
        Page page = desk.visitor().newPage();
        page.addInitScript(SILENT_STREAM);
        List<Request> asked = new ArrayList<>();
        page.onRequestFinished(request -> {
            if (request.resourceType().equals("xhr")) {
                asked.add(request);
            }
        });
        page.clock().install();
        page.navigate(desk.node().uri("/monitors").toString());
        page.waitForCondition(() -> asked.size() == 1);

        page.clock().fastForward(Duration.ofMinutes(59).toMillis());
        assertThat(asked).hasSize(1);
        page.clock().fastForward(Duration.ofMinutes(2).toMillis());

        page.waitForCondition(() -> asked.size() == 2);
    }

    @Test
    void aBarLeadsToTheCheckInsOfItsHour() {
        desk.post("/.monitor?origin=nightly-backup");
        desk.post("/.monitor?origin=nightly-backup");
        Page page = desk.open("/monitors");

        page.locator(".strip > a").last().click();

        assertThat(page.locator("h1")).hasText("Check-ins of nightly-backup");
        assertThat(page.locator(".list tbody tr")).hasCount(2);
    }

    /** The page, once it says that it is live. */
    private Page open(BrowserContext visitor) {
        return new EventsView(desk.tab(visitor, "/monitors")).says("live").page();
    }

    private static Locator newest(Page page) {
        return page.locator(".strip > a").last().locator("title");
    }
}
