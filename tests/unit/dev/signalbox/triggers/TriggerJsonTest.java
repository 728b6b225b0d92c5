package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Triggers;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerJsonTest {

    private static final Triggers.Trigger SHOWN = new Triggers.Trigger(
            "0192f0c1-2b3c-7d4e-8f50-61728394a5b6",
            "n",
            true,
            List.of("error"),
            List.of("log"),
            List.of("db-*"),
            "disk",
            "https://hooks.example.org/",
            Triggers.PLACEHOLDER,
            "json",
            "",
            Map.of("X-Team", "ops"),
            30,
            TriggerSamples.NOW,
            TriggerSamples.NOW,
            "failing",
            "",
            TriggerSamples.NOW,
            null,
            TriggerSamples.NOW,
            4,
            1,
            2,
            3);

    @Test
    void everyFieldThatIsGivenIsRead() {
        assertThat(read("""
                        {"name":"n","enabled":false,"severities":["error"],"kinds":["log"],"origins":["a","b*"],
                         "message_regex":"r","url":"u","secret":"s","format":"f","template":"t",
                         "headers":{"A":"b"},"cooldown_seconds":5}"""))
                .isEqualTo(new Triggers.Settings(
                        "n",
                        false,
                        List.of("error"),
                        List.of("log"),
                        List.of("a", "b*"),
                        "r",
                        "u",
                        "s",
                        "f",
                        "t",
                        Map.of("A", "b"),
                        5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":null,\"enabled\":null,\"origins\":null,\"headers\":null,\"cooldown_seconds\":null}",
            })
    void whatIsNotGivenStaysAsItIs(String body) {
        assertThat(read(body)).isEqualTo(TriggerSamples.NOTHING);
    }

    @Test
    void everyFieldOfAnotherTypeIsNamedOnce() {
        assertThat(errors("""
                        {"name":1,"enabled":"true","severities":"error","kinds":[1,2],"origins":{},"message_regex":[],
                         "url":false,"secret":7,"format":{},"template":0,"headers":{"A":1,"B":2},
                         "cooldown_seconds":"5"}"""))
                .containsExactlyInAnyOrder(
                        "name",
                        "enabled",
                        "severities",
                        "kinds",
                        "origins",
                        "message_regex",
                        "url",
                        "secret",
                        "format",
                        "template",
                        "headers",
                        "cooldown_seconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e400", "true", "[5]"})
    void aNumberIsWhole(String number) {
        assertThat(errors("{\"cooldown_seconds\":" + number + "}")).containsExactly("cooldown_seconds");
    }

    @Test
    void aNumberTooLargeIsLeftForItsLimits() {
        for (String digits : List.of("99999999999", "99999999999999999999999")) {
            assertThat(cooldown(digits)).isEqualTo(Integer.MAX_VALUE);
            assertThat(cooldown("-" + digits)).isEqualTo(Integer.MIN_VALUE);
        }
    }

    @Test
    void whatIsNoFieldIsNamed() {
        assertThat(errors("{\"colour\":\"red\",\"Name\":\"n\",\"\":1,\"url\":5}"))
                .containsExactlyInAnyOrder("colour", "Name", "", "url");
    }

    @Test
    void whatIsShownCanBeSentBack() {
        JsonObject shown = TriggerJson.trigger(SHOWN);

        Triggers.Settings settings = TriggerJson.settings(shown.toBuffer());

        assertThat(settings)
                .isEqualTo(new Triggers.Settings(
                        "n",
                        true,
                        List.of("error"),
                        List.of("log"),
                        List.of("db-*"),
                        "disk",
                        "https://hooks.example.org/",
                        Triggers.PLACEHOLDER,
                        "json",
                        "",
                        Map.of("X-Team", "ops"),
                        30));
    }

    @Test
    void aTriggerIsShownWithItsState() {
        JsonObject shown = TriggerJson.trigger(SHOWN);

        assertThat(shown.getString("state")).isEqualTo("failing");
        assertThat(shown.getString("failing_since")).isEqualTo("2026-11-20T08:00:00.123Z");
        assertThat(shown.containsKey("last_success")).isTrue();
        assertThat(shown.getValue("last_success")).isNull();
        assertThat(shown.getLong("suppressed")).isEqualTo(4);
        assertThat(shown.getJsonObject("recent")).isEqualTo(new JsonObject("{\"done\":1,\"due\":2,\"dead\":3}"));
    }

    @Test
    void aDeliveryIsShownWithItsTries() {
        Instant at = TriggerSamples.NOW;
        Triggers.Delivery delivery =
                new Triggers.Delivery("d", "t", "name", "7", "o", "error", "m", "done", at, null, at, 1, 204, "");
        Triggers.Attempt attempt = new Triggers.Attempt(1, at, 12, 204, "", "said");

        JsonObject log = TriggerJson.log(new Triggers.DeliveryLog(delivery, "{\"id\":\"7\"}", List.of(attempt)));

        assertThat(log.getString("state")).isEqualTo("done");
        assertThat(log.getValue("due")).isNull();
        assertThat(log.getJsonObject("event").getString("id")).isEqualTo("7");
        assertThat(log.getJsonArray("attempt_log").getJsonObject(0)).isEqualTo(new JsonObject("""
                        {"number":1,"at":"2026-11-20T08:00:00.123Z","latency_ms":12,"status_code":204,"error":"",
                         "response_snippet":"said"}"""));
        assertThat(TriggerJson.deliveries(new Triggers.FoundDeliveries(List.of(delivery), null))
                        .getValue("next"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "null", "1", "\"x\"", "{", "{\"name\":}", "\u0000"})
    void whatIsNoObjectIsRefused(String body) {
        assertThat(errors(body)).containsExactly("");
    }

    private static Triggers.Settings read(String body) {
        return TriggerJson.settings(Buffer.buffer(body));
    }

    private static Integer cooldown(String number) {
        return read("{\"cooldown_seconds\":" + number + "}").cooldownSeconds();
    }

    private static List<String> errors(String body) {
        FaultException refused = catchThrowableOfType(FaultException.class, () -> read(body));
        return ((Fault.Invalid) refused.fault())
                .errors().stream().map(Fault.FieldError::field).toList();
    }
}
