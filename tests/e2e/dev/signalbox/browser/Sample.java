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
