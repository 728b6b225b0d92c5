package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changing a trigger that programs and others change, too. */
class TriggerEditorE2E {

    @RegisterExtension
    final Desk desk = new Desk();

    private final Receiver receiver = Receiver.open();

    @AfterEach
    void close() {
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void savingLosesNothingThatFieldsCannotHold(boolean script) {
        JsonObject settings = new JsonObject()
                .put("name", "\u200fwatch")
                .put("enabled", false)
                .put("kinds", new JsonArray().add("k\u2066"))
                .put(
                        "origins",
                        new JsonArray().add("a\u200fb").add("c\nd").add(" sp ").add("\u0085\u001b["))
                .put("message_regex", "\u202e\u0007x\ny\r")
                .put("url", receiver.url())
                .put("format", "template")
                .put("template", "\n{\"\u200f\": {{json event}}}\r\n")
                .put("headers", new JsonObject().put("X-Env", "a  \tb").put("Authorization", "hidden"));
        String id = desk.trigger(settings);
        Page page = desk.open(new NewContextOptions().setJavaScriptEnabled(script), "/triggers/" + id);
        JsonObject before = stored(page, id);

        page.getByText("Save", exactly()).click();
        assertThat(page.locator(".said")).hasText("Saved.");
        assertThat(stored(page, id)).isEqualTo(before);

        page.getByLabel("at most once in").fill("60");
        page.getByText("Save", exactly()).click();
        assertThat(page.getByLabel("at most once in")).hasValue("60");
        JsonObject after = stored(page, id);
        assertThat(after.remove("updated")).isNotEqualTo(before.remove("updated"));
        assertThat(after).isEqualTo(before.copy().put("cooldown_seconds", 60));
        assertThat(page.locator(".unshown")).hasCount(3);
    }

    private JsonObject stored(Page page, String id) {
        return new JsonObject(page.request()
                .get(desk.node().uri("/api/event-triggers/" + id).toString())
                .text());
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }
}
