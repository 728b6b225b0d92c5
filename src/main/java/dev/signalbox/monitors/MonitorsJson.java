package dev.signalbox.monitors;

import dev.signalbox.bus.Monitors.Ping;
import dev.signalbox.bus.Monitors.Strip;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The answers of {@code /api/monitors}. */
final class MonitorsJson {

    private MonitorsJson() {}

    /** One entry an origin, in the order of the strips. */
    static JsonObject monitors(List<Strip> strips) {
        Map<String, List<Strip>> byOrigin =
                strips.stream().collect(Collectors.groupingBy(Strip::origin, LinkedHashMap::new, Collectors.toList()));
        JsonArray monitors = new JsonArray();
        byOrigin.forEach((origin, ofOrigin) -> monitors.add(monitor(origin, ofOrigin)));
        return new JsonObject().put("monitors", monitors);
    }

    private static JsonObject monitor(String origin, List<Strip> strips) {
        Instant lastPing =
                strips.stream().map(Strip::lastPing).max(Instant::compareTo).orElseThrow();
        return new JsonObject()
                .put("origin", origin)
                .put("owners", new JsonArray(strips.stream().map(Strip::owner).toList()))
                // Without a schedule nothing is ever late: a job that was heard of is up.
                .put("state", "up")
                .put("created", strips.getFirst().created().toString())
                .put("last_ping", lastPing.toString())
                .putNull("next_due")
                .putNull("current_run");
    }

    static JsonObject pings(List<Ping> pings) {
        JsonArray array = new JsonArray();
        for (Ping ping : pings) {
            array.add(new JsonObject().put("at", ping.at().toString()).put("owner", ping.owner()));
        }
        return new JsonObject().put("pings", array);
    }
}
