package dev.signalbox.triggers;

import static dev.signalbox.triggers.GivenFields.errors;
import static dev.signalbox.triggers.GivenFields.with;
import static dev.signalbox.triggers.TriggerSamples.NOTHING;
import static dev.signalbox.triggers.TriggerSamples.NOW;
import static dev.signalbox.triggers.TriggerSamples.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Severity;
import dev.signalbox.bus.Triggers;
import dev.signalbox.bus.Triggers.Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerFieldsTest {

    private static final String URL = "https://hooks.example.org/x";

    private final TargetGuard guard = new TargetGuard(
            new AddressGuard(List.of(), address -> false),
            host -> Future.succeededFuture(
                    List.of(InetAddress.ofLiteral(host.startsWith("inner") ? "10.0.0.1" : "1.1.1.1"))));
    private final TriggerFields fields = new TriggerFields(guard, new Payload());
    private final Trigger old =
            TriggerSamples.trigger(URL, Format.JSON, "", Map.of("Authorization", "Bearer abc", "X-Env", "prod"));

    @Test
    void aNewTriggerNeedsANameAndAUrlAndHasDefaultsForTheRest() {
        Trigger made = fields.create(with("name", " Backup ", "url", URL), NOW).result();

        assertThat(made.name()).isEqualTo("Backup");
        assertThat(made.url()).isEqualTo(URL);
        assertThat(made.enabled()).isTrue();
        assertThat(made.active()).isTrue();
        assertThat(made.severities()).isEmpty();
        assertThat(made.format()).isEqualTo(Format.JSON);
        assertThat(made.secrets())
                .singleElement()
                .satisfies(secret -> assertThat(Signer.isSecret(secret)).isTrue());
        assertThat(made.created()).isEqualTo(NOW);
        assertThat(made.updated()).isEqualTo(NOW);
        assertThat(errors(fields.create(NOTHING, NOW))).containsOnlyKeys("name", "url");
    }

    @Test
    void everyFieldHasItsPlace() {
        Settings given = new Settings(
                "n",
                false,
                List.of("warn", "error", "warn"),
                List.of("log"),
                List.of("db-*"),
                "a+",
                URL,
                SECRET + " " + SECRET,
                "template",
                "{}",
                Map.of("X-A", "b"),
                60);

        Trigger made = fields.create(given, NOW).result();

        assertThat(made.enabled()).isFalse();
        assertThat(made.severities()).isEqualTo(Set.of(Severity.WARN, Severity.ERROR));
        assertThat(made.kinds()).containsExactly("log");
        assertThat(made.origins()).containsExactly("db-*");
        assertThat(made.messageRegex()).isEqualTo("a+");
        assertThat(made.secrets()).containsExactly(SECRET, SECRET);
        assertThat(made.format()).isEqualTo(Format.TEMPLATE);
        assertThat(made.template()).isEqualTo("{}");
        assertThat(made.headers()).isEqualTo(Map.of("X-A", "b"));
        assertThat(made.cooldownSeconds()).isEqualTo(60);
    }

    @Test
    void everyWrongFieldHasOneError() {
        Settings given = new Settings(
                " ",
                true,
                Collections.singletonList(null),
                List.of(""),
                List.of("x".repeat(256)),
                "(",
                "http://127.1/",
                "secret",
                "xml",
                "x",
                Map.of("Host", "x"),
                -1);

        Future<Trigger> made = fields.create(given, NOW);

        assertThat(((Fault.Invalid) ((FaultException) made.cause()).fault()).errors())
                .extracting(Fault.FieldError::field)
                .containsExactlyInAnyOrder(
                        "name",
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
    @CsvSource({
        "severities, '[\"fatal\"]'",
        "severities, '[\"error\",\"ERROR\"]'",
        "kinds, '[null]'",
        "name, '\"a\\u0007b\"'",
        "message_regex, '\"a(?=b)\"'",
        "url, '\"http://inner.example/\"'",
        "url, '\"http://localhost@example.org/\"'",
        "url, '\"\"'",
        "secret, '\"\"'",
        "secret, '\"whsec_AAAA\"'",
        "format, '\"JSON\"'",
        "template, '\"{}\"'",
        "cooldown_seconds, 604801",
    })
    void aChangeIsCheckedToo(String field, String json) {
        Object value = new JsonObject("{\"v\":" + json + "}").getMap().get("v");
        Trigger plain = TriggerSamples.trigger(URL, Format.JSON);

        assertThat(errors(fields.change(plain, with(field, value), NOW))).containsOnlyKeys(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\uD83Db", "a\uDE80", "\uDE80\uD83D"})
    void whatCannotBeStoredIsRefused(String text) {
        for (String field : List.of("name", "message_regex", "url", "secret", "format")) {
            assertThat(errors(fields.change(old, with(field, text), NOW))).containsOnlyKeys(field);
        }
        for (String field : List.of("severities", "kinds", "origins")) {
            assertThat(errors(fields.change(old, with(field, List.of(text)), NOW)))
                    .containsOnlyKeys(field);
        }
        assertThat(errors(fields.change(old, with("url", URL + text), NOW))).containsOnlyKeys("url");
        assertThat(errors(fields.change(old, with("headers", Map.of("X-A", text)), NOW)))
                .containsOnlyKeys("headers");
        assertThat(errors(fields.change(old, with("format", "template", "template", "{\"a\":\"" + text + "\"}"), NOW)))
                .containsOnlyKeys("template");
        assertThatThrownBy(() -> TriggerFields.filters(with("message_regex", text)))
                .isInstanceOf(FaultException.class);
    }

    @Test
    void wholePairsAreKept() {
        Trigger changed = fields.change(old, with("name", "\uD83D\uDE80", "message_regex", "\uD83D\uDE80"), NOW)
                .result();

        assertThat(changed.name()).isEqualTo("\uD83D\uDE80");
        assertThat(changed.messageRegex()).isEqualTo("\uD83D\uDE80");
    }

    @Test
    void aCooldownOfAnySizeIsToldItsLimits() {
        assertThat(errors(fields.change(old, with("cooldown_seconds", Integer.MAX_VALUE), NOW)))
                .containsEntry("cooldown_seconds", "must be from 0 to 604800");
    }

    @Test
    void onAnEventLoopItIsReadToo() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Promise<Trigger> made = Promise.promise();
            vertx.runOnContext(
                    go -> fields.create(with("name", "n", "url", URL), NOW).onComplete(made));

            assertThat(made.future().await(10, TimeUnit.SECONDS).name()).isEqualTo("n");
        } finally {
            vertx.close().await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsNotGivenStaysAsItIs() {
        Instant later = NOW.plusSeconds(60);

        Trigger changed = fields.change(old, with("cooldown_seconds", 5), later).result();

        assertThat(changed)
                .usingRecursiveComparison()
                .ignoringFields("cooldownSeconds", "updated")
                .isEqualTo(old);
        assertThat(changed.cooldownSeconds()).isEqualTo(5);
        assertThat(changed.updated()).isEqualTo(later);
        assertThat(changed.created()).isEqualTo(old.created());
    }

    @Test
    void thePlaceholderIsTheSecretThatIsThere() {
        assertThat(fields.change(old, with("secret", Triggers.PLACEHOLDER), NOW)
                        .result()
                        .secrets())
                .isEqualTo(old.secrets());
        assertThat(errors(fields.create(with("name", "n", "url", URL, "secret", Triggers.PLACEHOLDER), NOW)))
                .containsOnlyKeys("secret");
    }

    @Test
    void aTemplateIsTriedBeforeItIsSaved() {
        assertThat(errors(fields.change(old, with("format", "template"), NOW))).containsOnlyKeys("template");
        assertThat(errors(fields.change(old, with("format", "template", "template", "{{#if}}"), NOW)))
                .containsOnlyKeys("template");
        assertThat(errors(fields.change(old, with("format", "template", "template", "hello"), NOW))
                        .get("template"))
                .contains("JSON");
        assertThat(fields.change(
                                old,
                                with(
                                        "format",
                                        "template",
                                        "template",
                                        "hello",
                                        "headers",
                                        Map.of("Content-Type", "text/plain")),
                                NOW)
                        .result()
                        .template())
                .isEqualTo("hello");
    }

    @Test
    void anotherFormatForgetsTheTemplate() {
        Trigger templated = TriggerSamples.trigger(URL, Format.TEMPLATE, "{}", Map.of());

        assertThat(fields.change(templated, with("format", "slack"), NOW)
                        .result()
                        .template())
                .isEmpty();
    }

    @Test
    void ntfyNeedsATopic() {
        assertThat(errors(fields.create(with("name", "n", "url", "https://ntfy.sh", "format", "ntfy"), NOW)))
                .containsOnlyKeys("url");
        assertThat(fields.create(with("name", "n", "url", "https://ntfy.sh/mine", "format", "ntfy"), NOW)
                        .succeeded())
                .isTrue();
    }

    @Test
    void aStoppedTriggerRunsAgainWhenItIsEnabledOrGoesElsewhere() {
        Trigger stopped = stopped();

        assertThat(fields.change(stopped, with("enabled", true), NOW).result().active())
                .isTrue();
        assertThat(fields.change(stopped, with("url", URL + "y"), NOW).result().active())
                .isTrue();
        assertThat(fields.change(stopped, with("name", "x"), NOW).result().stopped())
                .isEqualTo("gone");
    }

    @Test
    void anOldUrlIsNotLookedUpAgain() {
        TargetGuard dark = new TargetGuard(
                new AddressGuard(List.of(), address -> false), host -> Future.failedFuture("no name server"));
        TriggerFields offline = new TriggerFields(dark, new Payload());

        assertThat(offline.change(old, with("name", "x", "url", URL), NOW).succeeded())
                .isTrue();
        assertThat(errors(offline.change(old, with("url", URL + "y"), NOW))).containsOnlyKeys("url");
    }

    @Test
    void filtersAreReadAlone() {
        Trigger trigger = TriggerFields.filters(with("severities", List.of("error"), "message_regex", "x"));

        assertThat(trigger.severities()).containsExactly(Severity.ERROR);
        assertThat(trigger.messageRegex()).isEqualTo("x");
        assertThatThrownBy(() -> TriggerFields.filters(with("message_regex", "(")))
                .isInstanceOf(FaultException.class);
    }

    private Trigger stopped() {
        return new Trigger(
                old.id(),
                old.name(),
                true,
                old.severities(),
                old.kinds(),
                old.origins(),
                old.messageRegex(),
                old.url(),
                old.secrets(),
                old.format(),
                old.template(),
                old.headers(),
                old.cooldownSeconds(),
                NOW,
                NOW,
                "gone",
                NOW,
                null,
                null,
                0);
    }
}
