package dev.signalbox.browser;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.RequestOptions;
import dev.signalbox.Http;
import dev.signalbox.NodeProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Where somebody sits in front of a node with a browser; to be registered as an extension. A test begins with a node that
 * knows nothing. It fails when a page of it complained on its console, broke in its script, or asked anybody but its own
 * node for anything, whatever else it tests. Pages are of the test's thread.
 */
final class Desk implements BeforeEachCallback, AfterEachCallback {

    private static final Path PICTURES = Path.of("target", "browser");

    private final Http http = new Http();
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final List<Predicate<String>> expected = new ArrayList<>();
    private Shared shared;

    /** The node of all tests. */
    NodeProcess node() {
        return shared.node();
    }

    Http http() {
        return http;
    }

    /** A page of a browser that was never here, which has loaded. */
    Page open(String path) {
        return open(new Browser.NewContextOptions(), path);
    }

    Page open(Browser.NewContextOptions options, String path) {
        return tab(visitor(options), path);
    }

    /** One more tab of this visitor. */
    Page tab(BrowserContext visitor, String path) {
        return tab(visitor, node(), path);
    }

    Page tab(BrowserContext visitor, NodeProcess node, String path) {
        Page page = visitor.newPage();
        page.navigate(node.uri(path).toString());
        return page;
    }

    /** A browser with its own cookies. */
    BrowserContext visitor() {
        return visitor(new Browser.NewContextOptions());
    }

    BrowserContext visitor(Browser.NewContextOptions options) {
        BrowserContext visitor = shared.browser().newContext(options);
        visitor.setDefaultTimeout(Shared.PATIENCE.toMillis());
        visitor.onConsoleMessage(message -> complain(message.type().equals("error"), "console: " + message.text()));
        visitor.onWebError(error -> complain(true, "script: " + error.error()));
        visitor.onRequest(request -> complain(isForeign(request), "request to " + request.url()));
        contexts.add(visitor);
        return visitor;
    }

    /** Complaints with this text are part of the test. */
    void expectComplaint(String text) {
        expected.add(complaint -> complaint.contains(text));
    }

    /** Stores an event and returns its id. */
    String log(String origin, String message) {
        try {
            return http.log(node(), origin, message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stores what {@code POST /api/events} takes, sent by {@code owner}. */
    void post(String owner, String json) {
        RequestOptions request = RequestOptions.create()
                .setHeader("Content-Type", json.startsWith("[") ? "application/json" : "application/x-ndjson")
                .setHeader(Shared.OWNER_HEADER, owner)
                .setData(json);
        shared.send(node().uri("/api/events"), request);
    }

    /** Posts nothing to a path, as a job that checks in does. */
    void post(String path) {
        shared.send(node().uri(path), RequestOptions.create());
    }

    /** Makes a trigger as a program does, and returns its id. */
    String trigger(JsonObject settings) {
        APIResponse answer = shared.client()
                .post(
                        node().uri("/api/event-triggers").toString(),
                        RequestOptions.create()
                                .setHeader("Content-Type", "application/json")
                                .setData(settings.encode()));
        if (!answer.ok()) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return new JsonObject(answer.text()).getString("id");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        shared = Shared.open();
        removeTriggers();
        post("/.clear");
        removeLivelogs();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            contexts.stream().flatMap(visitor -> visitor.pages().stream()).forEach(page -> picture(context, page));
        }
        contexts.forEach(BrowserContext::close);
        http.close();
        List<String> unexpected = complaints.stream()
                .filter(complaint -> expected.stream().noneMatch(is -> is.test(complaint)))
                .toList();
        if (!unexpected.isEmpty()) {
            throw new AssertionError("pages complained: " + unexpected);
        }
    }

    private void removeTriggers() {
        String triggers = node().uri("/api/event-triggers").toString();
        for (Object trigger : new JsonObject(shared.client().get(triggers).text()).getJsonArray("triggers")) {
            shared.client().delete(triggers + "/" + ((JsonObject) trigger).getString("id"));
        }
    }

    /** What another test left live ends before long: its producer has broken off. */
    private void removeLivelogs() {
        for (JsonArray logs = livelogs(); !logs.isEmpty(); logs = livelogs()) {
            for (Object log : logs) {
                shared.client()
                        .delete(node().uri("/api/livelogs/" + ((JsonObject) log).getString("stream"))
                                .toString());
            }
        }
    }

    private JsonArray livelogs() {
        String answer =
                shared.client().get(node().uri("/api/livelogs").toString()).text();
        return new JsonObject(answer).getJsonArray("livelogs");
    }

    private static void picture(ExtensionContext context, Page page) {
        String name = context.getRequiredTestMethod().getName() + "-"
                + page.context().pages().indexOf(page) + ".png";
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name)));
    }

    private void complain(boolean reason, String complaint) {
        if (reason) {
            complaints.add(complaint);
        }
    }

    private static boolean isForeign(Request request) {
        return !request.url().startsWith("data:")
                && !request.url().startsWith("http://127.0.0.1:")
                && !request.url().startsWith("about:");
    }
}
