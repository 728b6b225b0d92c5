package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages without anything to show say how to make the first entry; clearing makes them so again. */
class EmptyE2E {

    @RegisterExtension
    final Desk desk = new Desk();

    @Test
    void theCommandOnTheEmptyPageMakesTheFirstRow() throws Exception {
        EventsView view = new EventsView(desk.open("/")).says("live");
        String command = view.page().locator("#empty .command pre").textContent();
        assertThat(command).contains(desk.node().uri("/.log?origin=worknode").toString());

        run(command);

        view.shows("started cleanup");
        assertThat(view.page().locator("#empty")).hasCount(0);
    }

    @Test
    void theCommandOnTheEmptyMonitorsPageMakesTheFirstMonitor() throws Exception {
        Page page = new EventsView(desk.open("/monitors")).says("live").page();
        String command = page.locator(".command pre").first().textContent();

        run(command);

        assertThat(page.locator(".monitor .origin")).hasText("nightly-backup");
    }

    @Test
    void theEmptyTriggersPageSaysHowToMakeOneHere() {
        Page page = desk.open("/triggers");

        assertThat(page.locator(".command pre"))
                .containsText(desk.node().uri("/api/event-triggers").toString());
    }

    @Test
    void clearingAsksAndThenEmptiesEveryOpenPage() {
        desk.log("a", "precious");
        desk.post("/.monitor?origin=job");
        EventsView mine = new EventsView(desk.open("/")).shows("precious").says("live");
        EventsView other = new EventsView(desk.open("/")).shows("precious").says("live");
        Locator destroy = mine.page().getByText("Destroy all events and monitors");
        assertThat(destroy).isHidden();

        mine.page().getByText("Clear…").click();
        assertThat(mine.page().locator(".clear")).containsText("Destroys every event and every monitor");
        mine.shows("precious");
        destroy.click();

        assertEmpty(mine);
        assertEmpty(other);
        desk.log("a", "afterwards");
        mine.shows("afterwards");
        other.shows("afterwards");
        assertThat(desk.open("/monitors").locator(".monitor")).hasCount(0);
    }

    private static void assertEmpty(EventsView view) {
        assertThat(view.rows()).hasCount(0);
        assertThat(view.page().locator("#empty")).containsText("Log the first event");
        view.says("live");
    }

    private static void run(String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(shell.waitFor()).isZero();
    }
}
