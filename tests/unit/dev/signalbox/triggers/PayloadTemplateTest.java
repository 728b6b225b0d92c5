package dev.signalbox.triggers;

import static dev.signalbox.triggers.TriggerSamples.event;
import static dev.signalbox.triggers.TriggerSamples.trigger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTemplateTest {

    private static final Instant CREATED = Instant.parse("2026-11-20T08:00:01Z");
    private static final String NASTY = "a \"b\" \\ \n\t\u0001 </script> {{event.owner}} \uD83D\uDE80 &amp;";

    private final Payload payload = new Payload();

    @Test
    void valuesAreEscapedForJson() {
        String template = "{\"text\":\"{{event.message}}\",\"who\":\"{{trigger.name}}\",\"n\":{{suppressed}}}";

        assertThat(new JsonObject(render(template, NASTY, "{}")))
                .isEqualTo(new JsonObject()
                        .put("text", NASTY)
                        .put("who", "Nightly \"backup\"")
                        .put("n", 3));
    }

    @Test
    void jsonWritesValuesWhole() {
        String rendered = render(
                "{\"e\":{{json event}},\"m\":{{json event.message}},\"x\":{{json event.metadata.x}},\"none\":{{json no.such}}}",
                NASTY,
                "{\"x\":[1.10,{\"y\":null}]}");

        assertThat(rendered).contains("\"x\":[1.10,{\"y\":null}]").endsWith("\"none\":null}");
        assertThat(new JsonObject(rendered).getJsonObject("e").getString("id")).isEqualTo("7234");
        assertThat(new JsonObject(rendered).getString("m")).isEqualTo(NASTY);
    }

    @Test
    void objectsInsideATextAreJson() {
        assertThat(new JsonObject(render("{\"t\":\"{{event.metadata}}\"}", "x", "{\"a\":\"b\"}")).getString("t"))
                .isEqualTo("{\"a\":\"b\"}");
    }

    @Test
    void theUsualBlocksWork() {
        String template = "{{#each event.metadata.jobs}}{{@index}}{{this}},{{/each}}"
                + "{{#if event.metadata.none}}a{{else}}b{{/if}}{{#unless suppressed}}c{{else}}d{{/unless}}"
                + "{{#with event}}{{origin}}{{/with}}{{#event}}{{kind}}{{/event}}{{^nothing}}e{{/nothing}}"
                + "{{#each event.metadata.map}}{{@key}}={{this}};{{/each}}{{event.metadata.jobs.[1]}}";

        assertThat(text(template, "{\"jobs\":[\"x\",\"y\"],\"map\":{\"k\":1}}")).isEqualTo("0x,1y,bddb-1logek=1;y");
    }

    @Test
    void whatIsNoJsonIsNotEscaped() {
        assertThat(text("{{event.message}} {{type}} {{timestamp}}", "{}"))
                .isEqualTo(NASTY + " event.matched 2026-11-20T08:00:01.000Z");
    }

    @Test
    void theContentTypeIsThatOfTheTrigger() {
        Trigger plain = trigger("https://a/", Format.TEMPLATE, "x", Map.of("content-TYPE", "text/plain"));
        Trigger cloud = trigger(
                "https://a/",
                Format.TEMPLATE,
                "\"{{event.message}}\"",
                Map.of("Content-Type", "application/cloudevents+json; charset=utf-8"));

        assertThat(payload.body(plain, event("x"), 0, CREATED).contentType()).isEqualTo("text/plain");
        assertThat(payload.body(cloud, event("\""), 0, CREATED).bytes()).hasToString("\"\\\"\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{#if}",
                "{{event.message",
                "{{#each event}}",
                "{{/each}}",
                "{{nosuch event}}",
                "{{log event}}",
                "{{embedded \"x\"}}",
                "{{precompile \"x\"}}",
                "{{i18n \"x\"}}",
                "{{include \"x\"}}",
                "{{lookup event \"id\"}}",
                "{{#block \"x\"}}{{/block}}",
                "{{> /etc/passwd}}",
                "{{>a}}",
                "{{~> a}}",
                "{{#> a}}x{{/a}}",
                "{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}",
                "{{* inline}}",
                "{{=<% %>=}}<%> a%>",
            })
    void whatIsWrongIsRefusedWhenItIsSaved(String template) {
        assertThatThrownBy(() -> payload.check("\"" + template + "\"", Map.of()))
                .isInstanceOf(PayloadException.class);
    }

    @Test
    void anErrorSaysWhere() {
        assertThatThrownBy(() -> payload.check("{\n  \"a\": \"{{#if event}}\"\n}", Map.of()))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("line 3")
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"a\":{{event.message}}}",
                "{\"a\":\"{{{event.message}}}\"}",
                "{\"a\":1,}",
                "{\"a\":1} {}",
                "plain",
            })
    void whatPromisesJsonMustGiveIt(String template) {
        assertThatThrownBy(() -> payload.check(template, Map.of()))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("JSON");
        assertThatCode(() -> payload.check(template, Map.of("Content-Type", "text/plain")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":1} {}|more follows where it has ended",
                "{\"a\":1} }|more follows where it has ended",
                "{\"a\":[1|expected close marker for Array in line 1 of the result",
                "{\"a\":NaN}|Non-standard token 'NaN' in line 1",
                "{\"a\":1 /* b */}|Unexpected character ('/'",
                "{\"a\":[1}|Unexpected close marker '}': expected ']' in line 1",
                "plain|Unrecognized token 'plain'",
                "DEEP|nested too deeply",
            })
    void whatIsNoJsonIsToldInPlainWords(String template, String words) {
        String whole = template.replace("DEEP", "[".repeat(1_500) + "]".repeat(1_500));

        assertThatThrownBy(() -> payload.check(whole, Map.of()))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining(words)
                .message()
                .doesNotContain("Feature", "FAIL_ON", "StreamRead", "Source", "`", "marker at");
    }

    /** The example has what a real event need not have. */
    @Test
    void whatIsNoJsonForOneEventIsNotSent() {
        String template = "{\"a\":{{#if event.metadata.example}}1{{/if}}}";
        Trigger json = trigger("https://a/", Format.TEMPLATE, template, Map.of());
        Trigger plain = trigger("https://a/", Format.TEMPLATE, template, Map.of("Content-Type", "text/plain"));
        payload.check(template, Map.of());

        assertThatThrownBy(() -> payload.body(json, event("x", "{}"), 0, CREATED))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("no valid JSON");
        assertThat(payload.body(json, event("x", "{\"example\":true}"), 0, CREATED)
                        .bytes())
                .hasToString("{\"a\":1}");
        assertThat(payload.body(plain, event("x", "{}"), 0, CREATED).bytes()).hasToString("{\"a\":}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{#each event.metadata.l}}{{#each ../event.metadata.l}}{{#each ../../event.metadata.l}}{{/each}}{{/each}}{{/each}}",
                "{{#event.metadata.l}}{{#event.metadata.l}}{{#event.metadata.l}}{{/event.metadata.l}}{{/event.metadata.l}}{{/event.metadata.l}}",
                "{{#each event.metadata.l}}{{#each ../event.metadata.l}}{{this}}{{this}}{{no}}{{/each}}{{/each}}",
                "{{#each event.metadata.l}}{{../event.message}}{{{../event.message}}}{{json ../event}}{{/each}}",
                "{{#each event.metadata.l}}{{#if (json ../event)}}{{/if}}{{/each}}",
            })
    void whatWouldNeverEndIsStopped(String template) {
        String list = IntStream.range(0, 4_000).mapToObj(i -> "1").collect(Collectors.joining(",", "{\"l\":[", "]}"));
        Trigger trigger = trigger("https://a/", Format.TEMPLATE, template, Map.of("Content-Type", "text/plain"));

        assertThatThrownBy(() -> payload.body(trigger, event("x".repeat(60_000), list), 0, CREATED))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("takes too long or grows too large");
    }

    @Test
    void theResultIsBounded() {
        String template = "{{event.message}}".repeat(8);
        Trigger trigger = trigger("https://a/", Format.TEMPLATE, template, Map.of());

        assertThatThrownBy(() -> payload.body(trigger, event("x".repeat(60_000)), 0, CREATED))
                .isInstanceOf(PayloadException.class)
                .hasMessageContaining("characters");
    }

    @Test
    void theLongestMessageFits() {
        Trigger trigger = trigger("https://a/", Format.TEMPLATE, "{\"a\":\"{{event.message}}\"}", Map.of());

        assertThat(payload.body(trigger, event("\u0001".repeat(65_536)), 0, CREATED)
                        .bytes()
                        .length())
                .isEqualTo(65_536 * 6 + 8);
    }

    @Test
    void nestingIsBounded() {
        for (String template : List.of(
                "{{#if a}}".repeat(1_000) + "{{/if}}".repeat(1_000),
                "{{#if a}}" + "{{else if b}}".repeat(1_000) + "{{/if}}",
                "{{json " + "(json ".repeat(2_000) + "a" + ")".repeat(2_000) + "}}",
                "x".repeat(20_000))) {
            assertThatThrownBy(() -> payload.check(template, Map.of())).isInstanceOf(PayloadException.class);
        }
    }

    @Test
    void aTagMayStandBeforeTheEndOfAnObject() {
        assertThat(render("{\"a\":{\"b\":{{suppressed}}},\"c\":{\"d\":{{json event.kind}}}}", "x", "{}"))
                .isEqualTo("{\"a\":{\"b\":3},\"c\":{\"d\":\"log\"}}");
        assertThat(text("{{{event.kind}}}}{{#if suppressed}}}{{/if}}}{{&type}}}", "{}"))
                .isEqualTo("log}}}event.matched}");
    }

    @Test
    void nothingOfJavaCanBeReached() {
        assertThat(text("{{event.class}}{{event.message.bytes}}{{event.getClass}}{{this.class.name}}", "{}"))
                .isEmpty();
    }

    private String text(String template, String metadata) {
        Trigger trigger = trigger("https://a/", Format.TEMPLATE, template, Map.of("Content-Type", "text/plain"));
        return payload.body(trigger, event(NASTY, metadata), 3, CREATED).bytes().toString();
    }

    private String render(String template, String message, String metadata) {
        Trigger trigger = trigger("https://a/", Format.TEMPLATE, template, Map.of());
        return payload.body(trigger, event(message, metadata), 3, CREATED)
                .bytes()
                .toString();
    }
}
