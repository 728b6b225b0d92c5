package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.Triggers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The form of a trigger that comes back: what of it is a change. */
class TriggerEditorIT {

    private static final String PATH = "/triggers/" + StandInTriggers.ID;

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
    void aFieldHoldsEveryCharacterThatItIsToSendBack() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.matching(List.of("a\u200fb\u0007"), "x\u202ey"));

        String body = pages.get(PATH).body();

        assertThat(body)
                .contains("\na\u200fb\u0007</textarea>", "value=\"x\u202ey\"")
                .doesNotContain("cannot show");
        assertThat(pages.get("/?q=a%E2%80%8Fb&origin=a%E2%80%8Fc").body())
                .contains("value=\"a\u200fb\"", "value=\"a\u200fc\"");
    }

    @Test
    void whatAFieldCannotShowIsStoredUntilSomebodyTypesThere() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.matching(List.of("a\nb", " c "), "x\ny"));

        assertThat(pages.get(PATH).body())
                .contains("* for any text.</p><p class=\"hint unshown\">")
                .contains("found anywhere in the message.</p><p class=\"hint unshown\">")
                .contains("A kind a line.</p></div>");
        pages.submit(PATH, fields("origins", "a\r\nb\r\n c ", "message_regex", "xy", "name", "other"));

        assertThat(pages.triggers.asked(Triggers.Change.class).settings())
                .isEqualTo(new Triggers.Settings(
                        "other", null, null, null, null, null, null, null, null, null, null, null));
        assertThat(pages.triggers.asked(Triggers.Preview.class).settings().origins())
                .containsExactly("a\nb", " c ");

        pages.submit(PATH, fields("origins", "a\r\nb", "message_regex", "xz", "name", "matching"));
        assertThat(pages.triggers.asked(Triggers.Change.class).settings())
                .isEqualTo(new Triggers.Settings(
                        null, null, null, null, List.of("a", "b"), "xz", null, null, null, null, null, null));
    }

    @Test
    void thePreviewOfAFormIsOfWhatItWouldSave() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.matching(List.of("a\nb"), "x\ny"));

        pages.submit(
                "/triggers/preview?id=" + StandInTriggers.ID,
                List.of("HX-Request", "true"),
                fields("origins", "c", "message_regex", "xy", "name", "matching"));

        Triggers.Settings looked = pages.triggers.asked(Triggers.Preview.class).settings();
        assertThat(looked.messageRegex()).isEqualTo("x\ny");
        assertThat(looked.origins()).containsExactly("c");
        assertThat(looked.severities()).containsExactly("error", "critical");
    }

    @Test
    void savingWhatWasNotChangedChangesNothing() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.matching(List.of("a\nb"), "x\ny"));

        HttpResponse<String> answer =
                pages.submit(PATH, fields("origins", "a\r\nb", "message_regex", "xy", "name", "matching"));

        assertThat(answer.headers().firstValue("Location")).hasValue(PATH + "?saved");
        assertThat(pages.triggers.asked).noneMatch(Triggers.Change.class::isInstance);
    }

    @Test
    void headersGoAlongWithAnotherFormatWhichMayNotHaveThem() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.matching(List.of(), ""));

        pages.submit(PATH, fields("origins", "", "message_regex", "", "name", "matching", "format", "slack"));

        Triggers.Settings settings = pages.triggers.asked(Triggers.Change.class).settings();
        assertThat(settings.format()).isEqualTo("slack");
        assertThat(settings.headers()).isEqualTo(Map.of("X-Env", "prod"));
    }

    @Test
    void whatOthersChangedMeanwhileIsShownAndKeptUntilItIsSavedAllTheSame() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.matching(List.of("<db>"), ""));
        pages.triggers.refusal = new Fault.Conflict("changed");
        String updated = pages.triggers.triggers.getFirst().updated().toString();

        HttpResponse<String> answer = pages.submit(
                PATH,
                fields("updated", "2026-01-01T00:00:00Z", "origins", "web", "message_regex", "", "name", "other"));

        assertThat(pages.triggers.asked(Triggers.Change.class).read()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(answer.body())
                .contains("<dl><dt>Name</dt><dd>matching</dd><dt>Origins</dt><dd>&lt;db&gt;</dd></dl>")
                .contains("name=\"name\" value=\"other\"", "\nweb</textarea>")
                .contains("name=\"updated\" value=\"" + updated + "\"");
    }

    @Test
    void aFormThatIsWrongStaysOneOfWhatWasSeen() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.matching(List.of("db"), ""));
        pages.triggers.refusal = new Fault.Invalid("url", "is wrong");
        String[] fields = fields("updated", "2026-01-01T00:00:00Z", "origins", "web", "message_regex", "", "name", "a");

        assertThat(pages.submit(PATH, fields).body()).contains("name=\"updated\" value=\"2026-01-01T00:00:00Z\"");
        assertThat(pages.submit("/triggers/preview?id=" + StandInTriggers.ID, fields)
                        .body())
                .contains("name=\"updated\" value=\"2026-01-01T00:00:00Z\"");
    }

    @Test
    void aTimeThatIsNoneIsNotThatOfWhatIsStored() throws Exception {
        pages.triggers.triggers = List.of(StandInTriggers.matching(List.of("db"), ""));

        pages.submit(PATH, fields("updated", "yesterday", "origins", "db", "message_regex", "", "name", "matching"));
        assertThat(pages.triggers.asked(Triggers.Change.class).read()).isEqualTo(Instant.EPOCH);

        pages.submit(PATH, fields("origins", "db", "message_regex", "x", "name", "matching"));
        assertThat(pages.triggers.asked(Triggers.Change.class).read())
                .isEqualTo(pages.triggers.triggers.getFirst().updated());
    }

    /** As a browser sends the form of {@link StandInTriggers#matching}, with these fields last. */
    private static String[] fields(String... last) {
        List<String> fields = new ArrayList<>(List.of(
                "enabled",
                "true",
                "severity",
                "error",
                "severity",
                "critical",
                "kinds",
                "",
                "url",
                "https://hooks.example.org:8443/services/TOPSECRET?token=TOPSECRET",
                "secret",
                "",
                "template",
                "",
                "headers",
                "X-Env: prod",
                "cooldown_seconds",
                "0"));
        if (!List.of(last).contains("format")) {
            fields.addAll(List.of("format", "json"));
        }
        fields.addAll(List.of(last));
        return fields.toArray(String[]::new);
    }
}
