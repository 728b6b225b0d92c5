package dev.signalbox.web;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One open connection. Requests only leave a reference here; the sweep finds out what became of them, so that keeping
 * watch costs the request itself nothing.
 */
final class Peer {

    private final HttpConnection connection;
    /** Requests of HTTP/2 that came before the current one and are still being answered. */
    private final List<HttpServerRequest> earlier = new ArrayList<>();

    private @Nullable HttpServerRequest current;
    private @Nullable BodyReader body;
    private @Nullable String key;
    private long idleSince;

    Peer(HttpConnection connection, long now) {
        this.connection = connection;
        this.idleSince = now;
    }

    /** HTTP/1.1 answers one request of a connection at a time, so there the latest is the only one in flight. */
    void begin(HttpServerRequest request) {
        if (current != null && request.version() == HttpVersion.HTTP_2) {
            earlier.add(current);
        }
        current = request;
        body = null;
    }

    String key() {
        if (key == null) {
            key = Whois.key(connection.remoteAddress());
        }
        return key;
    }

    void reading(BodyReader reader) {
        body = reader;
    }

    /** Ends what has lasted too long: a body that does not finish, a connection that asks nothing. */
    void sweep(long now, long idleNanos, long bodyNanos) {
        if (body != null && body.overdue(now, bodyNanos)) {
            body.expire();
        }
        if (current != null) {
            idleSince = now;
            earlier.removeIf(Peer::answered);
            if (answered(current)) {
                current = earlier.isEmpty() ? null : earlier.removeLast();
                body = null;
            }
        } else if (now - idleSince > idleNanos) {
            connection.close();
        }
    }

    private static boolean answered(HttpServerRequest request) {
        return request.response().ended() || request.response().closed();
    }

    /** Ends a response that would never end by itself; its reader comes back with the position it has reached. */
    void closeIfEventStream() {
        HttpServerResponse response = current == null ? null : current.response();
        if (response != null && response.headWritten() && !response.ended() && isEventStream(response)) {
            connection.close();
        }
    }

    static boolean isEventStream(HttpServerResponse response) {
        String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith("text/event-stream");
    }
}
