package dev.signalbox.browser;

import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Events and check-ins of every shape that a page must bear. */
final class Sample {

    /** As long as an origin may be. */
    private static final String LONG_WORD = "x".repeat(255);

    /** As long as the name of a stream may be. */
    static final String LONG_STREAM = "s".repeat(128);

    /** As long as the name of a trigger may be. */
    private static final int LONG_NAME = 100;

    private static final List<String> MESSAGES = List.of(
            "started cleanup",
            LONG_WORD,
            "java.lang.IllegalStateException: boom\n\tat a.b.C.d(C.java:12)\nCaused by: java.io.IOException: "
                    + LONG_WORD,
            "\u001b[32mok\u001b[0m 12 tests, \u001b[31;1m2 failed\u001b[0m \u001b[7minverse\u001b[0m \u001b[30;43mblack\u001b[0m",
            "{\"level\":\"info\",\"user\":{\"id\":42,\"name\":\"" + LONG_WORD + "\"},\"ms\":12.5}",
            "größe 日本語 🚀 العربية",
            "");
    private static final List<String> SEVERITIES = List.of("debug", "info", "warn", "error", "critical");

    private Sample() {}

    static void store(Desk desk) {
        JsonArray events = new JsonArray();
        for (int i = 0; i < MESSAGES.size(); i++) {
            events.add(new JsonObject()
                    .put("origin", i % 2 == 0 ? "worknode" : LONG_WORD)
                    .put("severity", SEVERITIES.get(i % SEVERITIES.size()))
                    .put("message", MESSAGES.get(i))
                    .put("metadata", metadata(i)));
        }
        desk.post(LONG_WORD, events.encode());
        for (String stream : List.of("build", LONG_STREAM, LONG_STREAM)) {
            Producer.begin(desk.node().uri(), stream)
                    .lines(1, 100)
                    .write(String.join("\n", MESSAGES))
                    .end();
        }
        desk.post("/.monitor?origin=nightly-backup");
        desk.post("/.monitor?origin=" + LONG_WORD);
    }

    /** A trigger that is long in every field, has matched, and cannot send; returns its id. */
    static String trigger(Desk desk) {
        String id = desk.trigger(new JsonObject()
                .put("name", LONG_WORD.substring(0, LONG_NAME))
                .put("origins", List.of(LONG_WORD, "web*"))
                .put("message_regex", LONG_WORD)
                .put("url", "http://127.0.0.1:9/" + LONG_WORD)
                .put("headers", new JsonObject().put("X-Long", LONG_WORD)));
        JsonObject event = new JsonObject().put("origin", LONG_WORD).put("message", LONG_WORD);
        desk.post(LONG_WORD, event.encode() + "\n");
        return id;
    }

    /** The id of the row on top. */
    static String id(Page events) {
        return new EventsView(events).rows().first().getAttribute("data-id");
    }

    private static JsonObject metadata(int i) {
        return i == 0
                ? new JsonObject()
                : new JsonObject()
                        .put("took_ms", 12.5)
                        .put("commit", new JsonObject().put("by", "Ada").put("path", LONG_WORD))
                        .put(LONG_WORD, List.of(1, 2, 3));
    }
}
