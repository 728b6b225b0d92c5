package dev.signalbox.triggers;

import static dev.signalbox.triggers.TriggerSamples.event;
import static dev.signalbox.triggers.TriggerSamples.trigger;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.EventJson;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Severity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PayloadTest {

    private static final String URL = "https://example.org/";
    private static final Instant CREATED = Instant.parse("2026-11-20T08:00:01Z");
    private static final String ROCKET = "\uD83D\uDE80";

    private final Payload payload = new Payload();

    @Test
    void jsonIsAsTheContractSays() {
        Event event = event("disk \"full\"\n" + ROCKET, "{\"free\": 0}");

        Body body = payload.body(trigger(URL, Format.JSON), event, 3, CREATED);

        assertThat(body.contentType()).isEqualTo("application/json");
        assertThat(text(body))
                .isEqualTo(
                        "{\"type\":\"event.matched\",\"timestamp\":\"2026-11-20T08:00:01.000Z\",\"data\":{\"trigger\":"
                                + "{\"id\":\"0192f0c1-2b3c-7d4e-8f50-61728394a5b6\",\"name\":\"Nightly \\\"backup\\\"\"},\"event\":"
                                + EventJson.write(event) + ",\"suppressed\":3}}");
        assertThat(new JsonObject(text(body)).getJsonObject("data").getInteger("suppressed"))
                .isEqualTo(3);
    }

    @Test
    void theSameDeliveryHasTheSameBody() {
        for (Format format : Format.values()) {
            Trigger trigger = trigger(URL, format, "{\"a\":\"{{event.message}}\"}", java.util.Map.of());

            assertThat(text(payload.body(trigger, event("x"), 1, CREATED)))
                    .isEqualTo(text(payload.body(trigger, event("x"), 1, CREATED)));
        }
    }

    @Test
    void slackSeesNoMarkupAndCallsNobody() {
        JsonObject attachment = slack(event("<!channel> a & b <@U123> @here @channel bob@example.org *x*"));

        assertThat(attachment.getString("text"))
                .isEqualTo(
                        "&lt;!channel&gt; a &amp; b &lt;@\u200bU123&gt; @\u200bhere @\u200bchannel bob@example.org *x*");
        assertThat(attachment.getJsonArray("mrkdwn_in")).isEmpty();
        assertThat(attachment.getString("title")).isEqualTo("error · db-1");
        assertThat(attachment.getString("footer")).isEqualTo("Nightly \"backup\" · 3 more held back");
        assertThat(attachment.getString("color")).isEqualTo("#da3633");
        assertThat(attachment.getLong("ts")).isEqualTo(event("").at().getEpochSecond());
    }

    @Test
    void slackGetsNoHalfEscape() {
        String text = slack(event("a" + "&".repeat(5_000))).getString("text");

        assertThat(text).hasSizeLessThanOrEqualTo(3_000).endsWith("&amp;…").startsWith("a&amp;");
    }

    @Test
    void discordSeesNoMarkupAndCallsNobody() {
        JsonObject body = new JsonObject(
                text(payload.body(trigger(URL, Format.DISCORD), event("@everyone ```rm``` <@123> *x*"), 0, CREATED)));
        JsonObject embed = body.getJsonArray("embeds").getJsonObject(0);

        assertThat(body.getJsonObject("allowed_mentions").getJsonArray("parse")).isEqualTo(new JsonArray());
        assertThat(embed.getString("description"))
                .startsWith("```\n@\u200beveryone `\u200b`\u200b`rm")
                .endsWith("*x*\n```")
                .doesNotContain("@everyone");
        assertThat(embed.getInteger("color")).isEqualTo(0xda3633);
        assertThat(embed.getString("timestamp")).isEqualTo("2026-11-20T08:00:00.123Z");
        assertThat(embed.getJsonObject("footer").getString("text")).isEqualTo("Nightly \"backup\"");
    }

    @Test
    void discordGetsWhatFitsItsLimits() {
        Event event =
                new Event(1, CREATED, "log", "o".repeat(255), "x", Severity.CRITICAL, ROCKET.repeat(30_000), "{}");
        JsonObject embed = new JsonObject(text(payload.body(trigger(URL, Format.DISCORD), event, 0, CREATED)))
                .getJsonArray("embeds")
                .getJsonObject(0);

        assertThat(embed.getString("description"))
                .hasSizeLessThanOrEqualTo(4_096)
                .hasSizeGreaterThan(4_000)
                .endsWith(ROCKET + "…\n```");
        assertThat(embed.getString("title")).hasSizeLessThanOrEqualTo(256).endsWith("…");
    }

    @Test
    void ntfyGetsTheTextAndTheRestInHeaders() {
        Body body = payload.body(trigger(URL, Format.NTFY), event("disk full"), 2, CREATED);

        assertThat(body.contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(text(body)).isEqualTo("(Nightly \"backup\" · 2 more held back) disk full");
        assertThat(body.headers()).containsEntry("Priority", "4").containsEntry("Tags", "x,error");
        assertThat(body.headers().get("Title"))
                .isEqualTo("=?UTF-8?B?" + Base64.getEncoder().encodeToString("error · db-1".getBytes(UTF_8)) + "?=");
    }

    @Test
    void ntfyGetsNoMoreBytesThanItTakesForAMessage() {
        Body body = payload.body(trigger(URL, Format.NTFY), event(ROCKET.repeat(5_000)), 0, CREATED);

        assertThat(body.bytes().length()).isBetween(4_090, 4_096);
        assertThat(text(body)).endsWith(ROCKET + "…");
    }

    @Test
    void gotifyGetsATitleAMessageAndAPriority() {
        JsonObject body = new JsonObject(text(payload.body(trigger(URL, Format.GOTIFY), event("full"), 0, CREATED)));

        assertThat(body)
                .isEqualTo(new JsonObject("{\"title\":\"error · db-1\",\"message\":\"full\",\"priority\":7,"
                        + "\"extras\":{\"client::display\":{\"contentType\":\"text/plain\"}}}"));
    }

    @Test
    void anEmptyMessageIsSaidToBeOne() {
        assertThat(text(payload.body(trigger(URL, Format.GOTIFY), event(" "), 0, CREATED)))
                .contains("\"(no message)\"");
        assertThat(text(payload.body(trigger(URL, Format.NTFY), event(""), 0, CREATED)))
                .isEqualTo("(no message)");
    }

    private JsonObject slack(Event event) {
        Body body = payload.body(trigger(URL, Format.SLACK), event, 3, CREATED);
        assertThat(body.contentType()).isEqualTo("application/json");
        return new JsonObject(text(body)).getJsonArray("attachments").getJsonObject(0);
    }

    private static String text(Body body) {
        return body.bytes().toString();
    }
}
