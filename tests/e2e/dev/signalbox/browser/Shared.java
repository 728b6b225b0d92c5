package dev.signalbox.browser;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.RequestOptions;
import dev.signalbox.Needs;
import dev.signalbox.NodeProcess;
import dev.signalbox.Nodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One browser and one node for all classes that run in this JVM, since both are slow to start; they end with it. */
record Shared(Playwright playwright, Browser browser, APIRequestContext client, NodeProcess node, Path directory) {

    /** In which the sender of an event may name itself. */
    static final String OWNER_HEADER = "X-Test-Owner";

    /** Far beyond what a page takes, because the machine may be busy with other tests. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Path SYSTEM_NODE_JS = Path.of("/usr/bin/node");

    private static final List<String> SWITCHES = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** Of the class, not of JUnit, which begins anew with each class when several JVMs share them out. */
    private static @Nullable Shared running;

    /** Starts it for whoever asks first. */
    static synchronized Shared open() {
        if (running == null) {
            Shared shared = start(Needs.chromium());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
            running = shared;
        }
        return running;
    }

    private static Shared start(Path chromium) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE.toMillis());
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment()));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(SWITCHES));
        Path directory = temporary();
        Map<String, String> settings = Map.of(
                "SIGNALBOX_OWNER_PROXY_HEADER", OWNER_HEADER,
                "SIGNALBOX_OWNER_PROXIES", "127.0.0.1",
                "SIGNALBOX_TRIGGERS_ALLOW_TARGETS", "127.0.0.0/8");
        NodeProcess node = new Nodes().start(directory, settings);
        return new Shared(playwright, browser, playwright.request().newContext(), node, directory);
    }

    /** As a program sends it, not a page. */
    void send(URI uri, RequestOptions request) {
        APIResponse answer = client.post(uri.toString(), request);
        if (!answer.ok()) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
    }

    private void close() {
        browser.close();
        playwright.close();
        node.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Shared::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"));
        if (Files.isExecutable(SYSTEM_NODE_JS)) {
            environment.put("PLAYWRIGHT_NODEJS_PATH", SYSTEM_NODE_JS.toString());
        }
        return environment;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("signalbox-browser");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
