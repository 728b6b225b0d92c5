package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import dev.signalbox.NodeProcess;
import dev.signalbox.Nodes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A page that stays open over restarts of its node shows every row once. */
class RestartE2E {

    @TempDir
    private Path directory;

    @RegisterExtension
    final Nodes nodes = new Nodes();

    @RegisterExtension
    final Desk desk = new Desk();

    private final List<String> logged = new ArrayList<>();
    private NodeProcess node;
    private EventsView leading;
    private EventsView following;

    @BeforeEach
    void open() throws IOException {
        // While the node is away.
        desk.expectComplaint("net::ERR_");
        // The page of monitors may be asking for its strips at the very moment when nobody answers.
        desk.expectComplaint("htmx:sendError");
        desk.expectComplaint("htmx:afterRequest");
        node = nodes.start(directory);
        log("first");
        BrowserContext visitor = desk.visitor();
        leading = new EventsView(desk.tab(visitor, node, "/")).says("live");
        following = new EventsView(desk.tab(visitor, node, "/")).says("live");
    }

    @Test
    void noRowIsMissingOrDoubledAfterAKillAndAfterAStop() throws IOException {
        log("before the kill");
        node.kill9();
        comeBack("the kill");

        log("before the stop");
        node.terminate();
        comeBack("the stop");
    }

    @Test
    void aCheckInRightAfterAKillIsOnTheOpenPageOfMonitors() throws IOException {
        EventsView monitors = new EventsView(desk.tab(desk.visitor(), node, "/monitors")).says("live");
        node.kill9();
        assertThat(monitors.state()).hasText(Pattern.compile("reconnecting \\d+ s"));
        node.restartOnSamePort();

        desk.http().post(node.uri("/.monitor?origin=nightly-backup"), "");

        assertThat(monitors.page().locator(".monitor .origin")).hasText("nightly-backup");
        monitors.says("live");
    }

    private void comeBack(String what) throws IOException {
        assertThat(leading.state()).hasText(Pattern.compile("reconnecting \\d+ s"));
        assertThat(following.state()).hasText(Pattern.compile("reconnecting \\d+ s"));
        node.restartOnSamePort();
        log("right after " + what);

        leading.says("live");
        following.says("live");

        log("long after " + what);
        leading.shows(newestFirst());
        following.shows(newestFirst());
    }

    private void log(String message) throws IOException {
        desk.http().log(node, "a", message);
        logged.add(message);
    }

    private String[] newestFirst() {
        return logged.reversed().toArray(String[]::new);
    }
}
