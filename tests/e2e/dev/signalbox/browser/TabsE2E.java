package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All tabs of a browser share one stream, because a browser opens six connections to a node and no more. */
class TabsE2E {

    /** More than a browser would open connections. */
    private static final int TABS = 8;

    private static final int EVENTS = 60;
    private static final int WHEN_THE_LEADER_GOES = 20;

    @RegisterExtension
    final Desk desk = new Desk();

    @Test
    void eightTabsHearOfEverythingOverOneConnection() throws IOException {
        awaitListeners(0);
        desk.log("a", "before");
        BrowserContext visitor = desk.visitor();
        List<EventsView> tabs =
                IntStream.range(0, TABS).mapToObj(tab -> tab(visitor)).toList();
        tabs.forEach(tab -> tab.says("live"));

        desk.log("a", "news");

        tabs.forEach(tab -> tab.shows("news", "before"));
        awaitListeners(1);
        assertThat(desk.tab(visitor, "/node").locator("h1")).hasText("Node");
    }

    @Test
    void tabsWithDifferentFiltersEachSeeTheirOwn() {
        BrowserContext visitor = desk.visitor();
        EventsView all = tab(visitor).says("live");
        EventsView web = new EventsView(desk.tab(visitor, "/?origin=web")).says("live");

        desk.log("db", "full");
        desk.log("web", "served");

        all.shows("served", "full");
        web.shows("served");
    }

    @Test
    void aTabThatTakesOverLeavesNoGap() {
        BrowserContext visitor = desk.visitor();
        EventsView leader = tab(visitor).says("live");
        EventsView heir = tab(visitor).says("live");
        EventsView follower = tab(visitor).says("live");
        CompletableFuture<Void> logged = CompletableFuture.runAsync(this::logAll);
        assertThat(leader.row("event " + WHEN_THE_LEADER_GOES + ".")).hasCount(1);

        leader.page().close();

        logged.join();
        heir.shows(newestFirst());
        follower.shows(newestFirst());
        heir.page().close();
        desk.log("a", "last");
        assertThat(follower.row("last")).hasCount(1);
        assertThat(follower.rows()).hasCount(EVENTS + 1);
    }

    @Test
    void aTabThatWasHiddenInHistoryIsCurrentAgain() {
        desk.log("a", "before");
        EventsView view = new EventsView(desk.open("/")).says("live");
        Page page = view.page();
        page.navigate(desk.node().uri("/monitors").toString());
        desk.log("a", "meanwhile");

        page.goBack();

        view.shows("meanwhile", "before");
        desk.log("a", "after");
        view.shows("after", "meanwhile", "before");
    }

    private EventsView tab(BrowserContext visitor) {
        return new EventsView(desk.tab(visitor, "/"));
    }

    private void logAll() {
        IntStream.rangeClosed(1, EVENTS).forEach(i -> desk.log("a", "event " + i + "."));
    }

    private static String[] newestFirst() {
        return IntStream.rangeClosed(1, EVENTS)
                .mapToObj(i -> "event " + (EVENTS + 1 - i) + ".")
                .toArray(String[]::new);
    }

    private void awaitListeners(int count) {
        await().untilAsserted(() -> assertThat(
                        desk.http().get(desk.node().uri("/metrics")).body())
                .contains("signalbox_stream_listeners " + count + ".0\n"));
    }
}
