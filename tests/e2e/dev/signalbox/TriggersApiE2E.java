package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.signalbox.Receiver.Webhook;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The interface by which programs make triggers and look after deliveries; and storms, which this node lets begin soon. */
class TriggersApiE2E {

    private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW = "whsec_QmFzZTY0IG9mIHRoaXJ0eS10d28gYnl0ZXMgb3Igc28=";
    private static final String PLACEHOLDER = "••••••";
    private static final String UNKNOWN = "/api/event-triggers/0192f0c1-2b3c-7d4e-8f50-61728394a5b6";

    private static final int BURST = 30;
    private static final int RATE = 10;

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Nodes NODES = new Nodes();

    private static final Http HTTP = new Http();
    private static final Receiver TARGET = Receiver.accepting();
    private static NodeProcess node;
    private static Hooks hooks;

    @BeforeAll
    static void start() {
        node = NODES.start(
                directory,
                Hooks.settings(Map.of(
                        "SIGNALBOX_TRIGGERS_BURST", Integer.toString(BURST),
                        "SIGNALBOX_TRIGGERS_RATE", Integer.toString(RATE))));
        hooks = new Hooks(HTTP, node);
    }

    @AfterAll
    static void end() {
        HTTP.close();
        TARGET.close();
    }

    @Test
    void aTriggerIsMadeReadChangedAndRemoved() throws IOException {
        HttpResponse<String> made = post(new JsonObject()
                .put("name", "first")
                .put("url", TARGET.url())
                .put("severities", new JsonArray().add("error").add("critical"))
                .put("origins", new JsonArray().add("nobody-*"))
                .put("message_regex", "disk (full|gone)")
                .put(
                        "headers",
                        new JsonObject().put("Authorization", "Bearer abc").put("X-Team", "ops")));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonObject fresh = new JsonObject(made.body());
        String path = made.headers().firstValue("Location").orElse("");
        assertThat(path).isEqualTo("/api/event-triggers/" + fresh.getString("id"));
        assertThat(fresh.getString("secret")).startsWith("whsec_");

        JsonObject read = hooks.get(fresh.getString("id"));
        assertThat(read.getString("secret")).isEqualTo(PLACEHOLDER);
        assertThat(read.copy().put("secret", "")).isEqualTo(fresh.copy().put("secret", ""));
        assertThat(read.getJsonObject("headers").encode()).contains("ops").doesNotContain("abc");
        assertThat(hooks.send("GET", "/api/event-triggers", "").body())
                .contains(fresh.getString("id"))
                .doesNotContain(fresh.getString("secret"))
                .doesNotContain("abc");

        JsonObject changed = hooks.change(fresh.getString("id"), new JsonObject().put("name", "second"));
        assertThat(changed.getString("name")).isEqualTo("second");
        assertThat(changed.copy().put("name", "").put("updated", ""))
                .isEqualTo(read.copy().put("name", "").put("updated", ""));
        // What was read can be sent back.
        assertThat(hooks.change(fresh.getString("id"), changed).put("updated", ""))
                .isEqualTo(changed.copy().put("updated", ""));

        HttpResponse<String> gone = hooks.send("DELETE", path, "");
        assertThat(gone.statusCode()).isEqualTo(204);
        assertThat(gone.body()).isEmpty();
        assertThat(hooks.send("GET", path, "").statusCode()).isEqualTo(404);
        assertThat(hooks.send("DELETE", path, "").statusCode()).isEqualTo(404);
        assertThat(hooks.send("PATCH", path, "{}").statusCode()).isEqualTo(404);
        assertThat(hooks.send("POST", path + "/test", "").statusCode()).isEqualTo(404);
    }

    @Test
    void whatSeveralChangeAtTheSameTimeIsAllKept() throws Exception {
        String trigger = hooks.make("nobody", TARGET);
        try (ExecutorService others = Executors.newFixedThreadPool(3)) {
            for (int round = 1; round <= 10; round++) {
                int number = round;
                List<Future<JsonObject>> changes = List.of(
                        others.submit(() -> hooks.change(trigger, new JsonObject().put("name", "name " + number))),
                        others.submit(() -> hooks.change(trigger, new JsonObject().put("cooldown_seconds", number))),
                        others.submit(
                                () -> hooks.change(trigger, new JsonObject().put("message_regex", "x" + number))));
                for (Future<JsonObject> change : changes) {
                    change.get();
                }

                JsonObject changed = hooks.get(trigger);
                assertThat(changed.getString("name")).isEqualTo("name " + number);
                assertThat(changed.getInteger("cooldown_seconds")).isEqualTo(number);
                assertThat(changed.getString("message_regex")).isEqualTo("x" + number);
            }
        }
    }

    @Test
    void aTestOfADisabledTriggerSendsTheNewestEventThatMatches() throws IOException {
        String trigger = hooks.make("tested", TARGET, new JsonObject().put("enabled", false));
        String event = hooks.log("tested", 1).getFirst();

        JsonObject tested = new JsonObject(hooks.send("POST", "/api/event-triggers/" + trigger + "/test", "")
                .body());

        assertThat(tested.getInteger("status_code")).isEqualTo(204);
        assertThat(TARGET.received())
                .filteredOn(webhook -> webhook.id().equals(tested.getString("delivery_id")))
                .extracting(Webhook::eventId)
                .containsExactly(event);
    }

    @Test
    void everyFieldThatIsWrongIsNamed() throws IOException {
        HttpResponse<String> values = post(new JsonObject()
                .put("name", "")
                .put("url", "ftp://example.org")
                .put("severities", new JsonArray().add("loud"))
                .put("kinds", new JsonArray().add(""))
                .put("message_regex", "(")
                .put("secret", "short")
                .put("format", "fax")
                .put("headers", new JsonObject().put("Host", "x"))
                .put("cooldown_seconds", -1));
        assertThat(values.statusCode()).isEqualTo(400);
        assertThat(fields(values))
                .containsExactlyInAnyOrder(
                        "name",
                        "url",
                        "severities",
                        "kinds",
                        "message_regex",
                        "secret",
                        "format",
                        "headers",
                        "cooldown_seconds");

        HttpResponse<String> types = post(new JsonObject()
                .put("name", 1)
                .put("enabled", "yes")
                .put("origins", "o")
                .put("cooldown_seconds", 1.5)
                .put("colour", "red"));
        assertThat(types.statusCode()).isEqualTo(400);
        assertThat(fields(types)).containsExactlyInAnyOrder("name", "enabled", "origins", "cooldown_seconds", "colour");

        HttpResponse<String> none = post(new JsonObject());
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(fields(none)).containsExactlyInAnyOrder("name", "url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "[]", "null", "{\"name\":", "\"text\""})
    void whatIsNoObjectIsRefused(String body) throws IOException {
        HttpResponse<String> answer = hooks.send("POST", "/api/event-triggers", body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("JSON");
    }

    @Test
    void whatIsTooLargeIsRefused() throws IOException {
        HttpResponse<String> answer =
                post(new JsonObject().put("name", "x".repeat(200 << 10)).put("url", TARGET.url()));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT    | /api/event-triggers      | GET, POST",
                "DELETE | /api/event-triggers      | GET, POST",
                "POST   | /api/event-triggers/id   | GET, PATCH, DELETE",
                "GET    | /api/event-triggers/id/test | POST",
                "POST   | /api/deliveries          | GET",
                "GET    | /api/deliveries/id/replay | POST",
                "DELETE | /api/deliveries/id       | GET",
            })
    void anotherMethodIsToldWhichThereAre(String method, String path, String allowed) throws IOException {
        HttpResponse<String> answer = hooks.send(method, path, "");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(List.of(answer.headers().firstValue("Allow").orElse("").split(", ")))
                .contains(allowed.split(", "))
                .doesNotContain(method);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://localhost/",
                "http://LOCALHOST:8080/",
                "http://2130706433/",
                "http://017700000001/",
                "http://0177.0.0.1/",
                "http://0x7f000001/",
                "http://0x7f.1/",
                "http://127.1/",
                "http://0/",
                "http://[::1]/",
                "http://[::]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::ffff:7f00:1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[fe80::1]/",
                "http://169.254.169.254/latest/meta-data/",
                "http://10.1.2.3/",
                "http://user@example.org/",
            })
    void whatLeadsIntoTheNodesOwnNetworkCannotBeSaved(String url) throws IOException {
        HttpResponse<String> answer =
                post(new JsonObject().put("name", "inward").put("url", url));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(fields(answer)).containsExactly("url");
    }

    @Test
    void aTestReallySendsAndSaysWhatCameBack() throws IOException {
        try (Receiver target = Receiver.with((webhook, socket) -> {
            socket.getOutputStream()
                    .write("HTTP/1.1 418 Teapot\r\nContent-Length: 5\r\n\r\nshort".getBytes(StandardCharsets.UTF_8));
            return false;
        })) {
            String trigger = hooks.make("tested", target, new JsonObject().put("enabled", false));

            HttpResponse<String> answer = hooks.send("POST", "/api/event-triggers/" + trigger + "/test", "");

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonObject tested = new JsonObject(answer.body());
            assertThat(tested.getInteger("status_code")).isEqualTo(418);
            assertThat(tested.getLong("latency_ms")).isNotNegative();
            assertThat(tested.getBoolean("signature_sent")).isTrue();
            assertThat(tested.getString("response_snippet")).isEqualTo("short");
            assertThat(target.received())
                    .singleElement()
                    .satisfies(webhook -> assertThat(webhook.id()).isEqualTo(tested.getString("delivery_id")));

            target.shut();
            JsonObject failed = new JsonObject(hooks.send("POST", "/api/event-triggers/" + trigger + "/test", "")
                    .body());
            assertThat(failed.getInteger("status_code")).isZero();
            assertThat(failed.getString("error")).isNotEmpty();
        }
    }

    @Test
    void signaturesAreThoseThatReceiversKnow() throws Exception {
        try (Receiver target = Receiver.accepting()) {
            String trigger = hooks.make("signed", target, new JsonObject().put("secret", OLD));
            HTTP.log(node, "signed", "by the old one");
            await().atMost(Hooks.PATIENCE).until(() -> target.count() == 1);
            // The placeholder that was read keeps the secret; two stand beside each other while one replaces the other.
            hooks.change(trigger, new JsonObject().put("secret", PLACEHOLDER));
            HTTP.log(node, "signed", "by the old one still");
            await().atMost(Hooks.PATIENCE).until(() -> target.count() == 2);
            hooks.change(trigger, new JsonObject().put("secret", NEW + " " + OLD));
            HTTP.log(node, "signed", "by both");
            await().atMost(Hooks.PATIENCE).until(() -> target.count() == 3);
            hooks.change(trigger, new JsonObject().put("secret", NEW));
            HTTP.log(node, "signed", "by the new one");
            await().atMost(Hooks.PATIENCE).until(() -> target.count() == 4);

            List<Webhook> came = target.accepted();
            assertThat(came.subList(0, 3)).allSatisfy(webhook -> assertVerifies(OLD, webhook));
            assertThat(came.subList(2, 4)).allSatisfy(webhook -> assertVerifies(NEW, webhook));
            assertThatThrownBy(() -> verify(OLD, came.get(3))).isInstanceOf(WebhookVerificationException.class);
            assertThatThrownBy(() -> verify(NEW, came.get(1))).isInstanceOf(WebhookVerificationException.class);
            assertThat(came.get(1).headers().get("x-hub-signature-256"))
                    .isEqualTo("sha256=" + hmac(OLD, came.get(1).body()));
            assertThat(came.get(2).headers().get("x-hub-signature-256"))
                    .isEqualTo("sha256=" + hmac(NEW, came.get(2).body()));
        }
    }

    @Test
    void deliveriesAreFoundReadAndReplayed() throws IOException {
        try (Receiver target = Receiver.accepting()) {
            String trigger = hooks.make("replayed", target);
            List<String> events = hooks.log("replayed", 3);
            await().atMost(Hooks.PATIENCE)
                    .until(() -> hooks.deliveries(trigger, "&state=done").size() == 3);
            List<JsonObject> all = hooks.deliveries(trigger, "");
            assertThat(all)
                    .extracting(delivery -> delivery.getString("event_id"))
                    .containsExactlyElementsOf(events.reversed());
            assertThat(hooks.get(trigger).getJsonObject("recent").getInteger("done"))
                    .isEqualTo(3);
            JsonObject page = new JsonObject(hooks.send("GET", "/api/deliveries?limit=2&trigger_id=" + trigger, "")
                    .body());
            assertThat(page.getJsonArray("deliveries")).hasSize(2);
            assertThat(hooks.deliveries(trigger, "&before=" + page.getString("next")))
                    .containsExactly(all.getLast());

            assertThat(replay("/api/deliveries/" + all.getFirst().getString("id") + "/replay"))
                    .isEqualTo(1);
            await().atMost(Hooks.PATIENCE).until(() -> target.count() == 4);
            await().atMost(Hooks.PATIENCE)
                    .until(() -> hooks.deliveries(trigger, "&state=done").size() == 3);
            assertThat(replay("/api/deliveries/replay?trigger_id=" + trigger)).isEqualTo(3);
            await().atMost(Hooks.PATIENCE).until(() -> target.count() == 7);

            Hooks.assertRepeatedAlike(target.accepted());
            assertThat(Hooks.eventIds(target.accepted())).containsExactlyInAnyOrderElementsOf(events);
            JsonObject log = hooks.delivery(all.getFirst().getString("id"));
            assertThat(log.getJsonObject("event").getString("message")).isEqualTo("number 2");
            await().atMost(Hooks.PATIENCE)
                    .until(() -> hooks.delivery(all.getFirst().getString("id"))
                                    .getJsonArray("attempt_log")
                                    .size()
                            == 3);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | /api/deliveries?state=lost | 400",
                "GET  | /api/deliveries?limit=0    | 400",
                "GET  | /api/deliveries?limit=1001 | 400",
                "GET  | /api/deliveries?trigger_id=none | 404",
                "GET  | /api/deliveries/none       | 404",
                "GET  | /api/deliveries/0192f0c1-2b3c-7d4e-8f50-61728394a5b6 | 404",
                "POST | /api/deliveries/0192f0c1-2b3c-7d4e-8f50-61728394a5b6/replay | 404",
                "POST | /api/deliveries/replay     | 400",
                "POST | /api/deliveries/replay?trigger_id=none | 404",
                "POST | /api/deliveries/replay?trigger_id=0192f0c1-2b3c-7d4e-8f50-61728394a5b6 | 404",
                "POST | /api/deliveries/replay?trigger_id=x&state=lost | 400",
                "POST | /api/deliveries/replay?trigger_id=x&sinec=2026-11-20T08:00:00Z | 400",
                "GET  | /api/deliveries?state=due&state=dead | 400",
                "POST | /api/deliveries/replay?trigger_id=x&since=yesterday | 400",
                "GET  | /api/event-triggers/none   | 404",
                "GET  | " + UNKNOWN + " | 404",
            })
    void whatIsAskedWronglyIsToldSo(String method, String path, int status) throws IOException {
        HttpResponse<String> answer = hooks.send(method, path, "");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"detail\":").doesNotContain("Exception");
    }

    /** Each webhook causes two events that match again, until the target has had enough. */
    @Test
    void aStormIsHeldToItsRateAndWhatWasHeldBackIsCounted() throws IOException {
        try (Receiver target = Receiver.accepting()) {
            target.manner((webhook, socket) -> {
                HTTP.log(node, "storm", "again");
                HTTP.log(node, "storm", "and again");
                return Receiver.ACCEPT.answer(webhook, socket);
            });
            long began = System.nanoTime();
            String trigger = hooks.make("storm", target);
            HTTP.log(node, "storm", "the first");

            await().atMost(Hooks.PATIENCE).until(() -> hooks.get(trigger).getLong("suppressed") > 0);
            await().atMost(Hooks.PATIENCE).until(() -> {
                // It dies down once all that came back is held back.
                HTTP.log(node, "storm", "once more");
                return target.count() > BURST + RATE;
            });
            assertThat(HTTP.get(node.uri("/readyz")).statusCode()).isEqualTo(200);
            assertThat(HTTP.get(node.uri("/")).statusCode()).isEqualTo(200);
            int sent = target.received().size();
            double seconds = (System.nanoTime() - began) / 1e9;
            assertThat((double) sent).isLessThanOrEqualTo(BURST + RATE * seconds + 1);

            target.manner(Receiver.ACCEPT);
            assertAllAccountedFor(trigger, "storm", target);
        }
    }

    @Test
    void aCooldownHoldsBackAndTheNextWebhookSaysHowMuch() throws IOException {
        try (Receiver target = Receiver.accepting()) {
            String trigger = hooks.make("cooled", target, new JsonObject().put("cooldown_seconds", 3_600));
            HTTP.log(node, "cooled", "the first");
            await().atMost(Hooks.PATIENCE).until(() -> target.count() == 1);
            hooks.log("cooled", 5);
            await().atMost(Hooks.PATIENCE).until(() -> hooks.get(trigger).getLong("suppressed") == 5);
            hooks.change(trigger, new JsonObject().put("cooldown_seconds", 0));

            HTTP.log(node, "cooled", "the last");

            await().atMost(Hooks.PATIENCE).until(() -> target.count() == 2);
            assertThat(target.accepted())
                    .extracting(webhook -> webhook.data().getLong("suppressed"))
                    .containsExactly(0L, 5L);
            assertThat(hooks.get(trigger).getLong("suppressed")).isZero();
        }
    }

    /** Each matched event was delivered, or is counted: by a webhook, or by the trigger as still to be told. */
    private static void assertAllAccountedFor(String trigger, String origin, Receiver target) throws IOException {
        await().atMost(Hooks.PATIENCE).until(() -> {
            long matched = HTTP.events(node).stream()
                    .filter(event -> event.getString("origin").equals(origin))
                    .count();
            long told = target.accepted().stream()
                    .mapToLong(webhook -> 1 + webhook.data().getLong("suppressed"))
                    .sum();
            return matched == told + hooks.get(trigger).getLong("suppressed");
        });
    }

    private static HttpResponse<String> post(JsonObject fields) throws IOException {
        return hooks.send("POST", "/api/event-triggers", fields.encode());
    }

    private static int replay(String path) throws IOException {
        HttpResponse<String> answer = hooks.send("POST", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body()).getInteger("replayed");
    }

    private static List<String> fields(HttpResponse<String> answer) {
        return new JsonObject(answer.body())
                .getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("field"))
                        .toList();
    }

    private static void assertVerifies(String secret, Webhook webhook) {
        assertThatCode(() -> verify(secret, webhook)).doesNotThrowAnyException();
    }

    private static void verify(String secret, Webhook webhook) throws Exception {
        Map<String, List<String>> headers = webhook.headers().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
        new com.standardwebhooks.Webhook(secret).verify(webhook.body(), headers);
    }

    private static String hmac(String secret, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }
}
