package dev.signalbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection on which a test says exactly what it wants to say. */
final class RawHttp implements AutoCloseable {

    /** Beyond every timeout of the node. */
    private static final int TIMEOUT_MILLIS = 60_000;

    /** Where the status stands in {@code HTTP/1.1 200 OK}. */
    private static final int STATUS = 9;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;

    /** @param headers by their names in lower case; of those that repeat, the last */
    record Answer(int status, Map<String, String> headers, String body) {}

    private RawHttp(URI uri) throws IOException {
        socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        host = uri.getAuthority();
    }

    static RawHttp to(NodeProcess node) throws IOException {
        return new RawHttp(node.uri());
    }

    /** One request and its answer on a connection of their own. */
    static Answer exchange(NodeProcess node, String requestLine, byte[] body, String... headers) throws IOException {
        try (RawHttp connection = to(node)) {
            connection.head(requestLine, body.length, headers).send(body);
            return connection.answer();
        }
    }

    /**
     * Sends the head of a request.
     *
     * @param headers whole lines; {@code Host} is added where they have none
     */
    RawHttp head(String requestLine, int contentLength, String... headers) throws IOException {
        StringBuilder head = new StringBuilder(requestLine).append(" HTTP/1.1\r\n");
        boolean named = false;
        for (String header : headers) {
            head.append(header).append("\r\n");
            named |= header.toLowerCase(Locale.ROOT).startsWith("host:");
        }
        head.append(named ? "" : "Host: " + host + "\r\n");
        head.append("Content-Length: ").append(contentLength).append("\r\n\r\n");
        return send(head.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** A node that refuses a body may close before it has read it all; what it answered counts. */
    RawHttp send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // Then the answer, or the lack of one, is here to read.
        }
        return this;
    }

    /** Reads one answer that has a length or ends with the connection. */
    Answer answer() throws IOException {
        String statusLine = line();
        if (statusLine.isEmpty()) {
            throw new IOException("the connection was closed without an answer");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        String length = headers.get("content-length");
        byte[] body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        return new Answer(
                Integer.parseInt(statusLine.substring(STATUS, STATUS + 3)),
                headers,
                new String(body, StandardCharsets.UTF_8));
    }

    /** Whether the other side has closed; waits until it does or says something. */
    boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
