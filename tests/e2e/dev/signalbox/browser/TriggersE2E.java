package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the editor of a trigger over what it sent to the replay, with a real receiver. */
class TriggersE2E {

    private static final String HOSTILE = "a&b&amp;\"'><img src=x onerror=\"hacked=1\"><script>hacked=1</script>";

    @RegisterExtension
    final Desk desk = new Desk();

    private final Receiver receiver = Receiver.open();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aTriggerIsMadeFiresAndIsReplayed() {
        Page page = desk.open("/triggers");
        assertThat(page.locator(".empty")).containsText("A trigger sends each event that matches");

        page.getByText("Make the first one").click();
        page.getByLabel("Name").fill("web errors");
        page.getByLabel("and comes from").fill("web*\ndb");
        page.getByLabel("and its message matches").fill("time ?out");
        page.getByLabel("to this URL").fill(receiver.url());
        page.getByText("Make this trigger").click();

        assertThat(page).hasURL(Pattern.compile(".*/triggers/[0-9a-f-]{36}\\?saved"));
        assertThat(page.locator(".once pre")).hasText(Pattern.compile("whsec_[A-Za-z0-9+/=]{32,}"));
        assertThat(page.locator(".once .copy")).isVisible();
        page.reload();
        assertThat(page.locator(".once")).hasCount(0);
        assertThat(page.getByLabel("and comes from")).hasValue("web*\ndb");

        log("web-1", "error", "time out after 30 s");
        log("web-1", "info", "time out, but only by the way");
        log("cron", "error", "timeout elsewhere");
        tab(page, "Deliveries");
        Locator rows = page.locator(".delivery");
        assertThat(rows).hasCount(1);
        assertThat(rows.locator(".tstate")).hasText("done");
        assertThat(rows.locator(".result")).hasText("1 try, HTTP 200");
        List<Receiver.Webhook> webhooks = receiver.webhooks();
        assertThat(webhooks).hasSize(1);
        JsonObject event =
                new JsonObject(webhooks.getFirst().body()).getJsonObject("data").getJsonObject("event");
        assertThat(event.getString("message")).isEqualTo("time out after 30 s");

        rows.getByText("Replay").click();
        assertThat(page.locator(".said")).hasText("1 delivery is due again.");
        assertThat(rows.locator(".result")).hasText("2 tries, HTTP 200");
        assertThat(receiver.webhooks()).hasSize(2);
        assertThat(receiver.webhooks().getLast().id())
                .isEqualTo(receiver.webhooks().getFirst().id());

        rows.locator(".at").click();
        assertThat(page.locator(".attempts li")).hasCount(2);
        assertThat(page.locator(".attempts .snippet").first()).hasText("taken");
        page.locator(".delivered .meta a").click();
        assertThat(page.locator(".whole")).hasText("time out after 30 s");
    }

    @Test
    void thePreviewFollowsWhatIsTyped() {
        log("web", "error", "time out");
        log("web", "error", "disk full");
        log("web", "info", "served");
        Page page = desk.open("/triggers/new");
        Locator preview = page.locator("#preview");
        assertThat(preview).containsText("2 of the last 3 events would have matched");

        page.locator(".chip", new Page.LocatorOptions().setHasText("info")).click();
        assertThat(preview).containsText("3 of the last 3 events would have matched");
        page.getByLabel("and its message matches").pressSequentially("d");
        assertThat(preview).containsText("2 of the last 3 events would have matched");
        page.getByLabel("and its message matches").pressSequentially("isk (");
        assertThat(preview).containsText("The expression is not valid at position 6: this parenthesis is never closed");
        page.getByLabel("and its message matches").fill("disk");
        assertThat(preview).containsText("1 of the last 3 events would have matched");
        assertThat(preview.locator(".row .line")).hasText("disk full");
        page.getByLabel("and comes from").fill("nowhere");
        assertThat(preview).containsText("None of the last 3 events would have matched");
        assertThat(page.getByLabel("and comes from")).isFocused();
    }

    @Test
    void aTestShowsWhatTheTargetAnswered() {
        String id = make("a", receiver.answering(503, "come back later").url());
        Page page = desk.open("/triggers/" + id);
        page.getByLabel("Name").fill("typed, but not saved");

        page.getByText("Send test").click();

        Locator tested = page.locator("#tested");
        assertThat(tested).containsText("not accepted answered 503");
        assertThat(tested).containsText(receiver.webhooks().getFirst().id());
        assertThat(tested.locator(".snippet")).hasText("come back later");
        assertThat(page.getByLabel("Name")).hasValue("typed, but not saved");

        receiver.answering(200, "");
        page.getByText("Send test").click();
        assertThat(tested).containsText("accepted HTTP 200");
        assertThat(tested).containsText("no body");
    }

    @Test
    void theTemplateIsThereWhenTheFormatAsksForIt() {
        Page page = desk.open("/triggers/new");
        Locator template = page.locator("#template");
        assertThat(template).isHidden();
        page.locator("#format").selectOption("template");
        assertThat(template).isVisible();
        page.getByLabel("Name").fill("a");
        page.getByLabel("to this URL").fill(receiver.url());
        template.fill("{{#if");
        desk.expectComplaint("400 (Bad Request)");

        page.getByText("Make this trigger").click();

        assertThat(page.locator("#template-error")).containsText("The template is wrong in line 1");
        assertThat(template).hasValue("{{#if");
    }

    @Test
    void whatIsDeadIsReplayedAtOnce() {
        receiver.answering(410, "gone");
        String id = make("a", receiver.url());
        log("web", "error", "first");
        Page page = desk.open("/triggers/" + id + "/deliveries?state=dead");
        assertThat(page.locator(".delivery")).hasCount(1);
        page.reload();
        assertThat(page.locator(".trighead")).containsText("its target says that it is gone");
        assertThat(page.locator(".note"))
                .hasText("The trigger is stopped: what is due waits until it is started again.");
        receiver.answering(200, "back");
        page.getByText("Start again", exactly()).click();
        assertThat(page.locator(".trighead .tstate")).hasText("active");
        tab(page, "Deliveries");

        page.getByText("Replay all dead…").click();
        page.locator(".clear").getByText("Replay all dead", exactlyIn()).click();

        assertThat(page.locator(".said")).hasText("1 delivery is due again.");
        assertThat(page.locator(".delivery .tstate")).hasText("done");
    }

    @Test
    void hostileTextIsTextEverywhere() {
        receiver.answering(500, HOSTILE);
        String id = make(HOSTILE, receiver.url() + "&x=%3Cscript%3E");
        desk.post("me", event("web", "error", HOSTILE).put("origin", HOSTILE).encode() + "\n");
        desk.expectComplaint("400 (Bad Request)");

        Page page = desk.open("/triggers/" + id + "/deliveries");
        assertThat(page.locator("h1")).hasText(HOSTILE);
        assertText(page.locator(".delivery .line"));
        assertText(page.locator(".delivery .origin"));
        assertThat(page.locator(".delivery .result")).containsText("answered 500");
        assertHarmless(page);
        page.locator(".delivery .at").click();
        assertText(page.locator(".attempts .snippet").first());
        page.getByText("The event as it was").click();
        assertHarmless(page);

        page.navigate(desk.node().uri("/triggers").toString());
        assertText(page.locator(".trigger .origin"));
        assertThat(page.locator(".trigger .rule")).not().containsText("TOPSECRET");
        assertHarmless(page);

        page.locator(".trigger .origin").click();
        assertThat(page.getByLabel("Name")).hasValue(HOSTILE);
        assertText(page.locator("#preview .line"));
        page.getByText("Send test").click();
        assertText(page.locator("#tested .snippet"));
        page.getByLabel("to this URL").fill(HOSTILE);
        page.getByText("Save", exactly()).click();
        assertThat(page.getByLabel("to this URL")).hasValue(HOSTILE);
        assertThat(page.locator("#url-error")).isVisible();
        assertHarmless(page);
    }

    @Test
    void removingATriggerAsksFirst() {
        String id = make("precious", receiver.url());
        Page page = desk.open("/triggers/" + id);
        Locator destroy = page.getByText("Destroy this trigger");
        assertThat(destroy).isHidden();

        page.getByText("Delete…").click();
        assertThat(page.locator(".removal")).containsText("Destroys precious and the log of its deliveries.");
        destroy.click();

        assertThat(page.locator(".empty")).containsText("A trigger sends");
    }

    @Test
    void withoutScriptAllOfItWorks() {
        log("web", "error", "time out");
        Page page = desk.open(new NewContextOptions().setJavaScriptEnabled(false), "/triggers/new");
        desk.expectComplaint("400 (Bad Request)");
        page.getByLabel("Name").fill("web errors");
        page.getByLabel("and its message matches").fill("disk");
        page.locator("#preview noscript button").click();
        assertThat(page.locator("#preview")).containsText("None of the last 1 event would have matched");
        assertThat(page.getByLabel("Name")).hasValue("web errors");

        page.getByLabel("and its message matches").fill("time");
        page.getByText("Make this trigger").click();
        assertThat(page.locator("#url-error")).containsText("The URL");
        assertThat(page.getByLabel("and its message matches")).hasValue("time");
        page.getByLabel("to this URL").fill(receiver.url());
        page.getByText("Make this trigger").click();
        assertThat(page.locator(".once pre")).hasText(Pattern.compile("whsec_.*"));
        page.getByText("Send test").click();
        assertThat(page.locator("#tested")).containsText("accepted HTTP 200");

        log("web", "error", "time out again");
        page.waitForCondition(() -> receiver.webhooks().size() == 2);
        tab(page, "Deliveries");
        page.waitForCondition(() -> {
            page.reload();
            return page.locator(".delivery.d-done").count() == 1;
        });
        page.locator(".delivery").getByText("Replay").click();
        assertThat(page.locator(".said")).hasText("1 delivery is due again.");
        page.waitForCondition(() -> receiver.webhooks().size() == 3);

        page.locator("nav a[href='/triggers']").click();
        page.getByText("Disable").click();
        assertThat(page.locator(".trigger .tstate")).hasText("disabled");
        page.getByText("Enable").click();
        assertThat(page.locator(".trigger .tstate")).hasText("active");
        page.locator(".trigger .origin").click();
        page.getByText("Delete…").click();
        page.getByText("Destroy this trigger").click();
        assertThat(page.locator(".trigger")).hasCount(0);
    }

    private String make(String name, String url) {
        return desk.trigger(new JsonObject().put("name", name).put("url", url));
    }

    private void log(String origin, String severity, String message) {
        desk.post("me", event(origin, severity, message).encode() + "\n");
    }

    private static JsonObject event(String origin, String severity, String message) {
        return new JsonObject().put("origin", origin).put("severity", severity).put("message", message);
    }

    private static void tab(Page page, String name) {
        page.locator(".tabs").getByText(name).click();
    }

    private static void assertText(Locator element) {
        assertThat(element).hasText(HOSTILE, new HasTextOptions().setUseInnerText(true));
    }

    private static void assertHarmless(Page page) {
        assertThat(page.locator("img, script:not([src])")).hasCount(0);
        assertThat(page.evaluate("typeof hacked")).isEqualTo("undefined");
    }

    private static Locator.GetByTextOptions exactlyIn() {
        return new Locator.GetByTextOptions().setExact(true);
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }
}
