package dev.signalbox.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What axe can find, it does not find; in light and in dark, with much to show and with nothing. */
class AccessibilityE2E {

    private static final String AXE = "/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    /** Violations in words: the rule, and the elements that break it. */
    private static final String RUN = """
            async () => (await axe.run()).violations.flatMap(
                rule => rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`))
            """;

    @RegisterExtension
    final Desk desk = new Desk();

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NO_PREFERENCE")
    void everyPageIsReadableByAll(ColorScheme scheme) {
        Page page =
                desk.open(new NewContextOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE), "/");
        assertClean(page);
        visit(page, "/monitors");
        visit(page, "/livelogs");
        visit(page, "/triggers");
        Sample.store(desk);
        desk.expectComplaint("400 (Bad Request)");
        desk.expectComplaint("404 (Not Found)");
        for (String path : List.of(
                "/monitors",
                "/monitors/checkins?origin=nightly-backup",
                "/node",
                "/livelogs",
                "/livelogs/" + Sample.LONG_STREAM + "#L3",
                "/?origin=nowhere",
                "/?q=/(/&since=x",
                "/nowhere")) {
            visit(page, path);
        }

        page.navigate(desk.node().uri("/").toString());
        page.locator("#rows summary").last().click();
        page.locator(".counts summary").click();
        assertClean(page);
        page.keyboard().press("?");
        assertClean(page);
        visit(page, "/events/" + Sample.id(page));

        page.navigate(desk.node().uri("/livelogs").toString());
        page.locator(".livelog .clear summary").first().click();
        assertClean(page);
        page.navigate(desk.node().uri("/livelogs/" + Sample.LONG_STREAM).toString());
        page.locator(".gens summary").click();
        LogView.of(page).find("line").foundSays("1 of .*");
        assertClean(page);

        visitTriggers(page, "/triggers/" + Sample.trigger(desk));
    }

    private void visitTriggers(Page page, String trigger) {
        for (String path : List.of("/triggers", "/triggers/new", trigger + "/deliveries")) {
            visit(page, path);
        }
        page.locator(".delivery .at").click();
        page.locator(".attempts li").first().waitFor();
        assertClean(page);
        page.navigate(desk.node().uri(trigger).toString());
        page.locator("#format").selectOption("template");
        page.locator("#send-test").click();
        page.locator("#tested .outcome").waitFor();
        page.locator(".removal summary").click();
        assertClean(page);
        page.locator("#url").fill("");
        page.locator("#cooldown_seconds").fill("x");
        page.locator(".save button").click();
        page.locator("#url-error").waitFor();
        assertClean(page);
    }

    private void visit(Page page, String path) {
        page.navigate(desk.node().uri(path).toString());
        assertClean(page);
    }

    private static void assertClean(Page page) {
        page.evaluate(axe());
        assertThat((List<?>) page.evaluate(RUN)).as(page.url()).isEmpty();
    }

    /** Given to the page by the debugger: its policy refuses a script element with it, as it should. */
    private static String axe() {
        try (InputStream script = AccessibilityE2E.class.getResourceAsStream(AXE)) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
