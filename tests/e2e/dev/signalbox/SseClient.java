package dev.signalbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A reader of one server-sent stream, which keeps what it is sent in order. Read by a thread of its own until
 * {@link #close()}; its answers may be asked for from any thread. Does not reconnect: {@link #resume()} does.
 */
public final class SseClient implements AutoCloseable {

    private final HttpClient http;
    private final URI uri;
    private final HttpHeaders headers;
    private final InputStream body;
    private final List<Message> messages = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger comments = new AtomicInteger();
    private volatile String lastId;
    private volatile boolean ended;
    private Thread reader;

    /** One dispatched message, its lines joined as a browser would. */
    public record Message(String name, String id, String data) {}

    private SseClient(HttpClient http, URI uri, String lastId, HttpResponse<InputStream> answer) {
        this.http = http;
        this.uri = uri;
        this.lastId = lastId;
        this.headers = answer.headers();
        this.body = answer.body();
    }

    /** Opens a stream; returns once its headers are here. */
    static SseClient open(HttpClient http, URI uri) throws IOException {
        return open(http, uri, "");
    }

    private static SseClient open(HttpClient http, URI uri, String lastId) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new IOException("the stream answered " + answer.statusCode());
            }
            SseClient client = new SseClient(http, uri, lastId, answer);
            client.reader = Thread.ofVirtual().start(client::read);
            return client;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes this stream, and opens a new one that goes on after what this one has seen. */
    public SseClient resume() throws IOException {
        close();
        try {
            reader.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return open(http, uri, lastId);
    }

    public HttpHeaders headers() {
        return headers;
    }

    /** What was dispatched so far, oldest first. */
    public List<Message> messages() {
        return List.copyOf(messages);
    }

    /** How many messages there are so far. */
    public int count() {
        return messages.size();
    }

    /** Comments and positions, which tell that the stream lives. */
    public int comments() {
        return comments.get();
    }

    /** What a browser would send as {@code Last-Event-ID}; empty before the first id. */
    public String lastId() {
        return lastId;
    }

    /** Whether the server ended the stream, or the connection broke. */
    public boolean ended() {
        return ended;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            // It is broken, so it is closed.
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            Frame frame = new Frame();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    dispatch(frame);
                    frame = new Frame();
                } else {
                    field(line, frame);
                }
            }
        } catch (IOException e) {
            // Closed by us, or broken: either way this was all.
        }
        ended = true;
    }

    private void field(String line, Frame frame) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
        switch (name) {
            case "" -> comments.incrementAndGet();
            case "id" -> frame.id = value;
            case "event" -> frame.name = value;
            case "data" -> frame.data.append(value).append('\n');
            default -> {}
        }
    }

    /** The position counts only once the whole frame is here, as in a browser. */
    private void dispatch(Frame frame) {
        if (frame.id != null) {
            lastId = frame.id;
        }
        if (!frame.data.isEmpty()) {
            messages.add(new Message(frame.name, lastId, frame.data.substring(0, frame.data.length() - 1)));
        }
    }

    private static final class Frame {
        private final StringBuilder data = new StringBuilder();
        private String name = "message";
        private String id;
    }
}
