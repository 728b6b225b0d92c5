package dev.signalbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client of nodes; as many threads as wish. */
public final class Http implements AutoCloseable {

    /** Beyond every timeout of the node: an answer that takes longer is one that never comes. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final int PAGE = 1_000;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    public HttpResponse<String> get(URI uri) throws IOException {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    /** As a browser does. */
    public HttpResponse<String> page(URI uri) throws IOException {
        return send(HttpRequest.newBuilder(uri).header("Accept", "text/html"));
    }

    public HttpResponse<String> post(URI uri, String body) throws IOException {
        return send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> post(URI uri, String contentType, BodyPublisher body) throws IOException {
        return send(
                HttpRequest.newBuilder(uri).header("Content-Type", contentType).POST(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stores one event by {@code /.log} and returns its id; anything but 200 is an error. */
    public String log(NodeProcess node, String origin, String message) throws IOException {
        HttpResponse<String> answer = post(node.uri("/.log?origin=" + origin), message);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return answer.headers().firstValue("Signalbox-Event-Id").orElseThrow();
    }

    /** Opens a stream; to be closed by the caller. */
    public SseClient stream(URI uri) throws IOException {
        return SseClient.open(client, uri);
    }

    /** All events a node knows, newest first. */
    List<JsonObject> events(NodeProcess node) throws IOException {
        List<JsonObject> events = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            HttpResponse<String> page = get(node.uri("/api/events?limit=" + PAGE + cursor));
            if (page.statusCode() != 200) {
                throw new AssertionError(page.statusCode() + " " + page.body());
            }
            JsonObject found = new JsonObject(page.body());
            JsonArray rows = found.getJsonArray("events");
            rows.forEach(row -> events.add((JsonObject) row));
            cursor = found.getString("next") == null ? null : "&before=" + found.getString("next");
        }
        return events;
    }

    /** The ids of all events a node knows, newest first, each as often as it is there. */
    List<String> ids(NodeProcess node) throws IOException {
        return events(node).stream().map(event -> event.getString("id")).toList();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
