package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.Receiver.Webhook;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Triggers as programs use them, and what must be true of the webhooks that they send. */
final class Hooks {

    /** A short try, so that leases are short as well, and targets that need no permission otherwise. */
    static final Map<String, String> SETTINGS = Map.of(
            "SIGNALBOX_TRIGGERS_TIMEOUT", "1s",
            "SIGNALBOX_TRIGGERS_ALLOW_TARGETS", "127.0.0.2");

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String TRIGGERS = "/api/event-triggers";

    private final Http http;
    private final NodeProcess node;

    Hooks(Http http, NodeProcess node) {
        this.http = http;
        this.node = node;
    }

    static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        settings.putAll(more);
        return settings;
    }

    /** Makes a trigger for an origin, and returns its id. */
    String make(String origin, Receiver target) throws IOException {
        return make(origin, target, new JsonObject());
    }

    /** @param more fields, which win */
    String make(String origin, Receiver target, JsonObject more) throws IOException {
        return made(origin, target, more).getString("id");
    }

    /** As it was answered. */
    JsonObject made(String origin, Receiver target, JsonObject more) throws IOException {
        JsonObject fields = new JsonObject()
                .put("name", "to " + origin)
                .put("origins", new JsonArray().add(origin))
                .put("url", target.url())
                .mergeIn(more);
        HttpResponse<String> answer = send("POST", TRIGGERS, fields.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    JsonObject get(String id) throws IOException {
        HttpResponse<String> answer = send("GET", TRIGGERS + "/" + id, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    JsonObject change(String id, JsonObject fields) throws IOException {
        HttpResponse<String> answer = send("PATCH", TRIGGERS + "/" + id, fields.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    /** Newest first. */
    List<JsonObject> deliveries(String trigger, String more) throws IOException {
        HttpResponse<String> answer = send("GET", "/api/deliveries?limit=1000&trigger_id=" + trigger + more, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body())
                .getJsonArray("deliveries").stream().map(JsonObject.class::cast).toList();
    }

    /** One delivery with its attempts. */
    JsonObject delivery(String id) throws IOException {
        HttpResponse<String> answer = send("GET", "/api/deliveries/" + id, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    /** The only delivery of a trigger, once its first so many tries have been recorded. */
    JsonObject tried(String trigger, int tries) {
        await().atMost(PATIENCE).until(() -> {
            List<JsonObject> all = deliveries(trigger, "");
            return all.size() == 1 && all.getFirst().getInteger("attempts") >= tries;
        });
        try {
            return delivery(deliveries(trigger, "").getFirst().getString("id"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException {
        return http.send(HttpRequest.newBuilder(node.uri(path)).method(method, BodyPublishers.ofString(body)));
    }

    /** Stores so many events in one request, and returns their ids. */
    List<String> log(String origin, int events) throws IOException {
        StringBuilder lines = new StringBuilder();
        IntStream.range(0, events)
                .forEach(number -> lines.append(new JsonObject()
                                .put("origin", origin)
                                .put("message", "number " + number)
                                .encode())
                        .append('\n'));
        HttpResponse<String> answer =
                http.post(node.uri("/api/events"), "application/x-ndjson", BodyPublishers.ofString(lines.toString()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body())
                .getJsonArray("ids").stream().map(String.class::cast).toList();
    }

    /** Waits until a target has accepted each of these events. */
    static void awaitAll(Receiver target, Set<String> events) {
        // The count first: looking into all of them for each look would take the processor from the node.
        await().atMost(PATIENCE).until(() -> target.count() >= events.size());
        await().atMost(PATIENCE).until(() -> eventIds(target.accepted()).containsAll(events));
    }

    static Set<String> eventIds(List<Webhook> webhooks) {
        Set<String> ids = new HashSet<>();
        webhooks.forEach(webhook -> ids.add(webhook.eventId()));
        return ids;
    }

    /** Each of these events, and no other, each accepted once. */
    static void assertOnce(Receiver target, Set<String> events) {
        assertThat(target.accepted()).extracting(Webhook::id).doesNotHaveDuplicates();
        assertThat(target.accepted())
                .extracting(Webhook::eventId)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(events);
    }

    /** However often a webhook came, it came under one id, which belongs to one event, and always as the same bytes. */
    static void assertRepeatedAlike(List<Webhook> webhooks) {
        Map<String, String> bodies = new TreeMap<>();
        Map<String, String> ids = new TreeMap<>();
        assertThat(webhooks).isNotEmpty().allSatisfy(webhook -> {
            assertThat(webhook.id()).isNotEmpty();
            assertThat(bodies.merge(webhook.id(), webhook.body(), (first, next) -> first))
                    .isEqualTo(webhook.body());
            assertThat(ids.merge(webhook.eventId(), webhook.id(), (first, next) -> first))
                    .isEqualTo(webhook.id());
        });
    }
}
