package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs that check in get a strip of bars. */
class MonitorsE2E {

    private static final int HOURS = 48;

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
    void aBarLeadsToTheCheckInsOfItsHour() {
        desk.post("/.monitor?origin=nightly-backup");
        desk.post("/.monitor?origin=nightly-backup");
        Page page = desk.open("/monitors");

        page.locator(".strip > a").last().click();

        assertThat(page.locator("h1")).hasText("Check-ins of nightly-backup");
        assertThat(page.locator(".list tbody tr")).hasCount(2);
    }
}
