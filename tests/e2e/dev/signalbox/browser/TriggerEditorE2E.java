package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatOthersChangedMeanwhileIsNotUndoneUnawares(boolean script) {
        String id = desk.trigger(new JsonObject().put("name", "watch").put("url", receiver.url()));
        Page page = desk.open(new NewContextOptions().setJavaScriptEnabled(script), "/triggers/" + id);
        desk.expectComplaint("409 (Conflict)");
        JsonObject incident = new JsonObject().put("enabled", false).put("cooldown_seconds", 60);
        page.request().patch(api(id), RequestOptions.create().setData(incident.encode()));
        JsonObject changed = stored(page, id);

        page.getByLabel("Name").fill("watched");
        page.getByText("Save", exactly()).click();

        assertThat(page.locator(".outdated")).containsText("Not saved: the trigger was changed since");
        assertThat(page.locator(".outdated dt")).hasText(new String[] {"Name", "Enabled", "At most once in"});
        assertThat(page.locator(".outdated dd")).hasText(new String[] {"watch", "no", "60 s"});
        assertThat(page.getByLabel("Name")).hasValue("watched");
        assertThat(stored(page, id)).isEqualTo(changed);

        page.getByLabel("Enabled").uncheck();
        page.getByText("Save all the same").click();

        assertThat(page.locator(".said")).hasText("Saved.");
        JsonObject saved = stored(page, id);
        assertThat(saved.getString("name")).isEqualTo("watched");
        assertThat(saved.getBoolean("enabled")).isFalse();
        assertThat(saved.getInteger("cooldown_seconds")).isZero();
    }

    private JsonObject stored(Page page, String id) {
        return new JsonObject(page.request().get(api(id)).text());
    }

    private String api(String id) {
        return desk.node().uri("/api/event-triggers/" + id).toString();
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }
}
