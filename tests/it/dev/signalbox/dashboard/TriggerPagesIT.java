package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.Triggers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TriggerPagesIT {

    private static final String HOSTILE = "<b>\"x\"&</b>";
    private static final String ESCAPED = "&lt;b&gt;&quot;x&quot;&amp;&lt;/b&gt;";
    private static final String PATH = "/triggers/" + StandInTriggers.ID;
    private static final String SECRET = "whsec_" + "QUJD".repeat(11);

    private PageServer pages;

    @BeforeEach
    void open() throws Exception {
        pages = new PageServer();
    }

    @AfterEach
    void close() {
        pages.close();
    }

    @Test
    void withoutTriggersThePageSaysWhatOneIsAndHowToMakeIt() throws Exception {
        assertThat(pages.get("/triggers").body())
                .contains("A trigger sends each event that matches it to a URL of yours")
                .contains("curl &#39;" + pages.address() + "/api/event-triggers&#39;")
                .contains("href=\"/triggers/new\"")
                .contains("<a href=\"/triggers\" aria-current=\"page\">Triggers</a>");
    }

    @Test
    void theListSaysWhatIsMatchedAndHidesWhatAUrlMayKeepSecret() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.trigger(HOSTILE, Map.of(), Triggers.PLACEHOLDER));

        assertThat(pages.get("/triggers").body())
                .contains(ESCAPED)
                .doesNotContain(HOSTILE)
                .contains("error or critical events from web* or db whose message matches /time ?out/")
                .contains("→ https://hooks.example.org:8443 as json")
                .doesNotContain("TOPSECRET")
                .contains("<i></i>active")
                .contains("never fired")
                .contains("action=\"" + PATH + "/disable\"");
    }

    @Test
    void whatNeedsAHumanComesFirstAndWhatIsDisabledLast() throws Exception {
        pages.triggers.triggers = List.of(
                StandInTriggers.inState("disabled", "a"),
                StandInTriggers.inState("active", "b"),
                StandInTriggers.inState("failing", "c"),
                StandInTriggers.inState("stopped", "d"),
                StandInTriggers.inState("active", "e"),
                StandInTriggers.inState("stopped", "f"));

        assertThat(pages.get("/triggers").body())
                .containsSubsequence(">d</a>", ">f</a>", ">c</a>", ">b</a>", ">e</a>", ">a</a>");
    }

    @Test
    void aCountThatWasCutShortSaysSo() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.counting(0, Triggers.COUNTED, 0));
        assertThat(pages.get("/triggers").body())
                .contains(">1,000+ due<", "counting: 1,000+ due\"")
                .doesNotContain(" done<");

        pages.triggers.triggers = List.of(StandInTriggers.counting(900, 7, 100));
        assertThat(pages.get("/triggers").body()).contains(">900+ done<", ">7 due<", ">100 dead<");

        pages.triggers.triggers = List.of(StandInTriggers.counting(0, 0, Triggers.COUNTED));
        assertThat(pages.get(PATH).body()).contains(">1,000+ dead<");

        pages.triggers.triggers = List.of(StandInTriggers.counting(900, 7, 92));
        assertThat(pages.get("/triggers").body()).contains(">900 done<", ">7 due<", ">92 dead<");
    }

    @Test
    void theEditorShowsTheSettings() throws Exception {
        pages.triggers.triggers =
                List.of(StandInTriggers.trigger(HOSTILE, Map.of("X-Env", "prod"), Triggers.PLACEHOLDER));

        assertThat(pages.get(PATH).body())
                .contains("name=\"name\" value=\"" + ESCAPED + "\"")
                .doesNotContain(HOSTILE)
                .contains("name=\"severity\" value=\"error\" checked")
                .contains("name=\"severity\" value=\"info\">")
                .contains("\nweb*\ndb</textarea>")
                .contains("\nX-Env: prod</textarea>")
                .contains("value=\"time ?out\"")
                .contains("<option value=\"json\" selected>")
                .contains("Destroys " + ESCAPED + " and the log of its deliveries");
    }

    @Test
    void anUnknownTriggerIsNotFoundOnEachOfItsPages() throws Exception {
        for (String path : List.of(PATH, PATH + "/deliveries", PATH + "/deliveries/" + StandInTriggers.DELIVERY)) {
            assertThat(pages.get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void aFormBecomesATriggerAndItsSecretIsShownOnce() throws Exception {
        pages.triggers.secret = SECRET;
        pages.triggers.triggers = List.of(StandInTriggers.trigger("new", Map.of(), Triggers.PLACEHOLDER));

        HttpResponse<String> answer = pages.submit(
                "/triggers/new",
                "name",
                "größe",
                "enabled",
                "true",
                "severity",
                "warn",
                "severity",
                "error",
                "origins",
                " web* \r\n\r\ndb\r\n",
                "kinds",
                "",
                "message_regex",
                "a+b",
                "url",
                "https://example.org/?a=b",
                "format",
                "json",
                "template",
                "left over",
                "headers",
                "X-Env: prod\r\nX-Colon: a:b",
                "secret",
                "",
                "cooldown_seconds",
                "60");

        assertThat(pages.triggers.asked(Triggers.Create.class).settings())
                .isEqualTo(new Triggers.Settings(
                        "größe",
                        true,
                        List.of("warn", "error"),
                        List.of(),
                        List.of("web*", "db"),
                        "a+b",
                        "https://example.org/?a=b",
                        null,
                        "json",
                        null,
                        Map.of("X-Env", "prod", "X-Colon", "a:b"),
                        60));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue(PATH + "?saved");
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("signalbox-secret=" + SECRET + ";")
                .contains("Path=" + PATH + ";")
                .contains("HTTPOnly")
                .contains("SameSite=Strict");
        HttpResponse<String> shown = pages.get(PATH + "?saved", "Cookie", "signalbox-secret=" + SECRET);
        assertThat(shown.body()).contains(">" + SECRET + "</pre>");
        assertThat(shown.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(pages.get(PATH + "?saved").body()).contains("Saved.").doesNotContain(SECRET);
    }

    @Test
    void whatIsWrongStandsNextToItsFieldAndWhatWasTypedStays() throws Exception {
        pages.triggers.refusal = new Fault.Invalid(
                List.of(new Fault.FieldError("url", "has no " + HOSTILE), new Fault.FieldError("name", "is missing")));

        HttpResponse<String> answer = pages.submit(
                "/triggers/new",
                "url",
                HOSTILE,
                "message_regex",
                HOSTILE,
                "template",
                "</textarea>" + HOSTILE,
                "severity",
                "debug",
                "secret",
                "whsec_mine",
                "headers",
                "A: 1\nA: 2");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("id=\"url-error\">The URL has no " + ESCAPED)
                .contains("id=\"name-error\">The name is missing")
                .contains("id=\"headers-error\">The list has A twice")
                .contains("name=\"url\" value=\"" + ESCAPED + "\"")
                .contains("&lt;/textarea&gt;" + ESCAPED + "</textarea>")
                .contains("value=\"debug\" checked")
                .contains("value=\"whsec_mine\"")
                .contains("name=\"enabled\" value=\"true\">")
                .doesNotContain(HOSTILE);
    }

    @Test
    void theSecondOfTwoEqualHeadersIsNotLost() throws Exception {
        pages.submit("/triggers/new", "headers", "A: 1\nA: 2");

        assertThat(pages.triggers.asked(Triggers.Create.class).settings().headers())
                .isEqualTo(Map.of("A", "1", "A:", "2"));
    }

    @Test
    void savingLeadsBackToTheTrigger() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.trigger("a", Map.of(), Triggers.PLACEHOLDER));

        HttpResponse<String> answer = pages.submit(PATH, "name", "other", "format", "template", "template", "a\r\nb");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue(PATH + "?saved");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        Triggers.Change change = pages.triggers.asked(Triggers.Change.class);
        assertThat(change.id()).isEqualTo(StandInTriggers.ID);
        assertThat(change.settings().template()).isEqualTo("a\nb");
        assertThat(change.settings().enabled()).isFalse();
        assertThat(change.settings().secret()).isNull();
    }

    @Test
    void textThatWasNotEncodedIsTakenAsUtf8() throws Exception {
        pages.submit("/triggers/new", "name=größe\0&x", "");

        assertThat(pages.triggers.asked(Triggers.Create.class).settings().name())
                .isEqualTo("größe\ufffd");
    }

    @Test
    void aBodyThatIsNoFormIsRefused() throws Exception {
        assertThat(pages.submit("/triggers/new?x", "a%", "b").statusCode()).isEqualTo(400);
    }

    @Test
    void thePreviewIsAPieceForScriptAndAPageWithout() throws Exception {
        pages.triggers.previewed =
                new Triggers.Previewed(1_000, 51, List.of(Samples.event("web", "laptop", HOSTILE, "{}")));

        String piece = pages.submit("/triggers/preview", List.of("HX-Request", "true"), "message_regex", "x")
                .body();
        String page =
                pages.submit("/triggers/preview", "message_regex", HOSTILE).body();

        assertThat(piece)
                .startsWith("<div id=\"preview-found\">")
                .contains("<strong>51 of the last 1,000 events</strong> would have matched; the newest 1:")
                .contains(ESCAPED)
                .doesNotContain(HOSTILE);
        assertThat(page)
                .contains("51 of the last 1,000 events")
                .contains("value=\"" + ESCAPED + "\"")
                .contains("back=%2Ftriggers%2Fnew");
    }

    @Test
    void thePreviewTellsWhatIsWrongWithTheExpression() throws Exception {
        pages.triggers.previewRefusal = new Fault.Invalid("message_regex", "is not valid at position 1: " + HOSTILE);

        HttpResponse<String> answer = pages.submit("/triggers/preview", List.of("HX-Request", "true"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("The expression is not valid at position 1: " + ESCAPED);
    }

    @Test
    void anEditorWithoutItsPreviewIsStillAnEditor() throws Exception {
        pages.triggers.previewRefusal = new Fault.Unavailable("the database is away", 2);

        assertThat(pages.get("/triggers/new").body())
                .contains("Not looked up: the database is away")
                .contains("Make this trigger");
    }

    @Test
    void aTestTellsWhatCameBack() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.trigger("a", Map.of(), Triggers.PLACEHOLDER));
        pages.triggers.tested =
                new Triggers.Tested(500, 1_234, true, StandInTriggers.DELIVERY, "answered 500", HOSTILE);

        String page = pages.post(PATH + "/test").body();
        String piece =
                pages.submit(PATH + "/test", List.of("HX-Request", "true")).body();

        assertThat(piece)
                .startsWith("<div id=\"tested\"")
                .contains("not accepted")
                .contains("answered 500")
                .contains("1.2 s")
                .contains("<td>yes</td>")
                .contains(StandInTriggers.DELIVERY)
                .contains(">" + ESCAPED + "</pre>");
        assertThat(page).contains(">" + ESCAPED + "</pre>").contains("Save").doesNotContain(HOSTILE);
    }

    @Test
    void aTestThatCouldNotBeSentSaysWhy() throws Exception {
        pages.triggers.refusal = new Fault.Unavailable("the database is away", 2);

        assertThat(pages.submit(PATH + "/test", List.of("HX-Request", "true")).body())
                .contains("Not sent: the database is away");
    }

    @Test
    void aButtonEnablesAndDisablesAndNothingElse() throws Exception {
        assertThat(pages.post(PATH + "/disable").headers().firstValue("Location"))
                .hasValue("/triggers");
        assertThat(pages.triggers.asked(Triggers.Change.class).settings())
                .isEqualTo(
                        new Triggers.Settings(null, false, null, null, null, null, null, null, null, null, null, null));

        assertThat(pages.post(PATH + "/enable?back=trigger").headers().firstValue("Location"))
                .hasValue(PATH);
        assertThat(pages.triggers.asked(Triggers.Change.class).settings().enabled())
                .isTrue();
    }

    @Test
    void removalLeadsToTheList() throws Exception {
        assertThat(pages.post(PATH + "/remove").headers().firstValue("Location"))
                .hasValue("/triggers");
        assertThat(pages.triggers.asked(Triggers.Remove.class).id()).isEqualTo(StandInTriggers.ID);
    }

    @Test
    void theLogLeadsToEventsAndToWhatIsOlder() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.trigger(HOSTILE, Map.of(), Triggers.PLACEHOLDER));
        pages.triggers.found = new Triggers.FoundDeliveries(List.of(delivery("dead")), StandInTriggers.DELIVERY);

        String body = pages.get(PATH + "/deliveries?state=dead&replayed=3").body();

        assertThat(pages.triggers.asked(Triggers.FindDeliveries.class))
                .isEqualTo(new Triggers.FindDeliveries(StandInTriggers.ID, "dead", "", 2));
        assertThat(body)
                .contains("href=\"/events/42\"")
                .contains("3 deliveries are due again.")
                .contains("2 tries, <span class=\"why\">no answer: " + ESCAPED)
                .contains("<i></i>dead")
                .contains("title=\"2026-11-20 11:59:00.000 UTC\">1 min</time>")
                .contains("action=\"" + PATH + "/deliveries/" + StandInTriggers.DELIVERY + "/replay?back=list\"")
                .contains("href=\"" + PATH + "/deliveries?state=dead&amp;before=" + StandInTriggers.DELIVERY + "\"")
                .doesNotContain(HOSTILE);
    }

    @Test
    void whatIsDueSaysWhenAndCanBeTriedNow() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.trigger("a", Map.of(), Triggers.PLACEHOLDER));
        pages.triggers.found = new Triggers.FoundDeliveries(List.of(delivery("due")), null);

        assertThat(pages.get(PATH + "/deliveries").body())
                .contains("title=\"2026-11-20 12:05:00.000 UTC\">in 5 min</time>")
                .contains("/replay?back=list", ">Try now</button>")
                .doesNotContain(">Replay</button>");
    }

    @Test
    void replayingWhatIsDeadIsOfferedWhenSomethingIs() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.counting(1, 0, 0));
        pages.triggers.found = new Triggers.FoundDeliveries(List.of(delivery("done")), null);
        assertThat(pages.get(PATH + "/deliveries").body()).doesNotContain("Replay all dead");

        pages.triggers.triggers = List.of(StandInTriggers.counting(1, 0, 1));
        pages.triggers.found = new Triggers.FoundDeliveries(List.of(), null);
        assertThat(pages.get(PATH + "/deliveries").body()).contains("Replay all dead");
    }

    @Test
    void aStateThatThereIsNotIsRefused() throws Exception {
        assertThat(pages.get(PATH + "/deliveries?state=lost").statusCode()).isEqualTo(400);
    }

    @Test
    void aDeliveryShowsEveryTryWithItsAnswer() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.trigger("a", Map.of(), Triggers.PLACEHOLDER));
        pages.triggers.found = new Triggers.FoundDeliveries(List.of(delivery("dead")), null);
        pages.triggers.attempts = List.of(
                new Triggers.Attempt(1, Samples.NOW.minusSeconds(50), 12, 503, "answered 503", HOSTILE),
                new Triggers.Attempt(2, Samples.NOW.minusSeconds(20), 30_000, 0, "no answer within 30 s", ""));

        String body =
                pages.get(PATH + "/deliveries/" + StandInTriggers.DELIVERY).body();

        assertThat(body)
                .containsSubsequence("try 2", "after 30.0 s", "try 1", "answered 503", "after 12 ms", ESCAPED)
                .contains("&quot;message&quot;: &quot;&lt;i&gt;&quot;")
                .contains("action=\"" + PATH + "/deliveries/" + StandInTriggers.DELIVERY + "/replay\"")
                .doesNotContain(HOSTILE);
    }

    @Test
    void replaysLeadBackToWhereTheyWereAskedFor() throws Exception {
        String one = PATH + "/deliveries/" + StandInTriggers.DELIVERY;

        assertThat(pages.post(one + "/replay").headers().firstValue("Location")).hasValue(one);
        assertThat(pages.triggers.asked(Triggers.Replay.class).deliveryId()).isEqualTo(StandInTriggers.DELIVERY);
        assertThat(pages.post(one + "/replay?back=list").headers().firstValue("Location"))
                .hasValue(PATH + "/deliveries?replayed=3");
        assertThat(pages.post(PATH + "/deliveries/replay").headers().firstValue("Location"))
                .hasValue(PATH + "/deliveries?replayed=3");
        assertThat(pages.triggers.asked(Triggers.Replay.class))
                .isEqualTo(new Triggers.Replay("", StandInTriggers.ID, "dead", null, null));
    }

    private static Triggers.Delivery delivery(String state) {
        return new Triggers.Delivery(
                StandInTriggers.DELIVERY,
                StandInTriggers.ID,
                HOSTILE,
                "42",
                HOSTILE,
                "error",
                HOSTILE + "\nmore",
                state,
                Samples.NOW.minusSeconds(60),
                state.equals("due") ? Samples.NOW.plusSeconds(300) : null,
                null,
                2,
                0,
                HOSTILE);
    }
}
