package dev.signalbox.triggers;

import static dev.signalbox.triggers.GivenFields.errors;
import static dev.signalbox.triggers.GivenFields.with;
import static dev.signalbox.triggers.TriggerSamples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Triggers;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers among the fields of a trigger. */
class TriggerFieldsHeadersTest {

    private final TargetGuard guard =
            new TargetGuard(new AddressGuard(List.of(), address -> false), host -> Future.failedFuture("not asked"));
    private final TriggerFields fields = new TriggerFields(guard, new Payload());
    private final Trigger old = TriggerSamples.trigger(
            "https://hooks.example.org/x", Format.JSON, "", Map.of("Authorization", "Bearer abc", "X-Env", "prod"));

    @Test
    void secretHeadersAreNotShownAndStayWhenThePlaceholderComesBack() {
        Map<String, String> shown = HeaderFields.shown(old.headers());
        assertThat(shown).isEqualTo(Map.of("Authorization", Triggers.PLACEHOLDER, "X-Env", "prod"));

        Map<String, String> sent = new HashMap<>(shown);
        sent.put("X-Env", "test");
        Trigger changed = fields.change(old, with("headers", sent), NOW).result();

        assertThat(changed.headers()).isEqualTo(Map.of("Authorization", "Bearer abc", "X-Env", "test"));
        assertThat(errors(fields.change(old, with("headers", Map.of("X-Token", Triggers.PLACEHOLDER)), NOW)))
                .containsOnlyKeys("headers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example.org/x",
                "https://hooks.example.org:8443/x",
                "http://hooks.example.org:443/x",
            })
    void secretHeadersDoNotGoElsewhere(String url) {
        for (Triggers.Settings given :
                List.of(with("url", url), with("url", url, "headers", Map.of("authorization", Triggers.PLACEHOLDER)))) {
            assertThat(errors(fields.change(old, given, NOW)).get("headers"))
                    .containsIgnoringCase("Authorization")
                    .contains("give them again")
                    .doesNotContain("abc", "X-Env");
        }
    }

    @Test
    void headersGoElsewhereWhenTheyAreGivenOrNotSecret() {
        Trigger open = TriggerSamples.trigger("https://hooks.example.org/x", Format.JSON, "", Map.of("X-Env", "prod"));
        String elsewhere = "https://1.1.1.1/x";

        assertThat(fields.change(open, with("url", elsewhere), NOW).result().headers())
                .isEqualTo(Map.of("X-Env", "prod"));
        assertThat(fields.change(old, with("url", elsewhere, "headers", Map.of("Authorization", "Bearer d")), NOW)
                        .result()
                        .headers())
                .isEqualTo(Map.of("Authorization", "Bearer d"));
        assertThat(fields.change(old, with("url", elsewhere, "headers", Map.of()), NOW)
                        .result()
                        .headers())
                .isEmpty();
    }

    @Test
    void secretHeadersStayWhereTheTargetStays() {
        TargetGuard known = new TargetGuard(
                new AddressGuard(List.of(), address -> false),
                host -> Future.succeededFuture(List.of(InetAddress.ofLiteral("1.1.1.1"))));

        Trigger changed = new TriggerFields(known, new Payload())
                .change(old, with("url", "https://HOOKS.example.org:443/other"), NOW)
                .result();

        assertThat(changed.headers()).isEqualTo(old.headers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "X-Api-Key",
                "X-Gotify-Key",
                "PRIVATE-TOKEN",
                "Cookie",
                "X-Client-Secret",
                "X-Auth",
                "X-Auth-Email",
                "X-Bearer",
                "X-Session-Id",
                "X-Signature",
                "X-Pass",
                "X-Passphrase",
                "X-Credentials",
                "X-JWT",
            })
    void whatSoundsSecretIsSecret(String name) {
        assertThat(HeaderFields.shown(Map.of(name, "x"))).containsEntry(name, Triggers.PLACEHOLDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Connection",
                "Webhook-Id",
                "webhook-signature",
                "X-Hub-Signature-256",
                "User-Agent",
                "Proxy-Authorization",
                "Content-Type",
                "Expect",
                "a b",
                "a:",
                "",
                "a\r\nb",
            })
    void reservedAndImpossibleHeadersAreRefused(String name) {
        assertThat(errors(fields.change(old, with("headers", Map.of(name, "x")), NOW)))
                .containsOnlyKeys("headers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " x", "x ", "a\r\nb: c", "a\nb", "ü", "\u0000"})
    void impossibleValuesAreRefused(String value) {
        assertThat(errors(fields.change(old, with("headers", Map.of("X-A", value)), NOW)))
                .containsOnlyKeys("headers");
    }

    @Test
    void headersAreFewAndDifferent() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i <= HeaderFields.MAX_HEADERS; i++) {
            many.put("X-" + i, "v");
        }

        assertThat(errors(fields.change(old, with("headers", many), NOW))).containsOnlyKeys("headers");
        assertThat(errors(fields.change(old, with("headers", Map.of("X-A", "1", "x-a", "2")), NOW)))
                .containsOnlyKeys("headers");
    }
}
