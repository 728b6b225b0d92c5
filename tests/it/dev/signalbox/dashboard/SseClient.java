package dev.signalbox.dashboard;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A browser's EventSource: reads a stream, and continues it after a lost connection. */
final class SseClient {

    final SseParser received = new SseParser();
    private final HttpClient http;
    private final int port;
    private final String path;
    private HttpClientResponse response;
    private volatile boolean ended;
    private volatile boolean broken;

    SseClient(HttpClient http, int port, String path) {
        this.http = http;
        this.port = port;
        this.path = path;
    }

    /** Returns once the headers are here. */
    SseClient connect() {
        try {
            response = connecting().await(10, TimeUnit.SECONDS);
            return this;
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("no headers from " + path, e);
        }
    }

    HttpClientResponse response() {
        return response;
    }

    /** The connection breaks; what was received stays, and the next one continues from it. */
    void disconnect() {
        try {
            response.request().connection().close().await(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("cannot close", e);
        }
    }

    boolean ended() {
        return ended;
    }

    boolean broken() {
        return broken;
    }

    List<String> ids() {
        return received.messages().stream().map(SseParser.Message::id).toList();
    }

    private Future<HttpClientResponse> connecting() {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path);
        if (!received.lastEventId().isEmpty()) {
            options.putHeader("Last-Event-ID", received.lastEventId());
        }
        // Attached before the answer can be there: what arrives without a handler is lost.
        return http.request(options).compose(request -> request.send().map(this::read));
    }

    private HttpClientResponse read(HttpClientResponse answer) {
        // By lines, since a chunk may end in the middle of a character.
        RecordParser lines = RecordParser.newDelimited("\n", line -> received.feed(line + "\n"));
        answer.handler(lines).endHandler(end -> ended = true).exceptionHandler(cause -> broken = true);
        return answer;
    }
}
