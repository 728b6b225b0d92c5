package dev.signalbox.node;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What a node says of itself. Thread-safe. */
final class NodeInfo {

    private final String id = UUID.randomUUID().toString();
    private final Instant started = Instant.now();
    private final NodeConf conf;
    private final Map<String, Integer> instances = new TreeMap<>();
    private String database = "";

    NodeInfo(NodeConf conf) {
        this.conf = conf;
    }

    synchronized void database(String description) {
        database = description;
    }

    synchronized void deployed(String verticle, int count) {
        instances.put(verticle, count);
    }

    /** The body of {@code GET /api/node}. */
    synchronized JsonObject json() {
        JsonObject verticles = new JsonObject();
        instances.forEach(verticles::put);
        return new JsonObject()
                .put("version", Node.version())
                .put("id", id)
                .put("name", conf.pages().nodeName())
                .put("started", started.toString())
                .put("database", database)
                .put("java", Runtime.version().toString())
                .put("cluster", new JsonObject().put("enabled", false).put("members", new JsonArray().add(id)))
                .put("verticles", verticles);
    }
}
