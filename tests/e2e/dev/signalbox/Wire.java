package dev.signalbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One connection of HTTP/1 whose requests and answers may last as long as a log does. One thread at a time. */
final class Wire implements AutoCloseable {

    /** Beyond every timeout of the node. */
    private static final int TIMEOUT_MILLIS = 60_000;

    /** Where the status stands in {@code HTTP/1.1 200 OK}. */
    private static final int STATUS = 9;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** @param headers by their names in lower case; of those that repeat, the last */
    record Head(int status, Map<String, String> headers) {

        /** Empty when it is not there. */
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        boolean chunked() {
            return header("transfer-encoding").equals("chunked");
        }
    }

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    static Wire to(int port) {
        return to(port, 0);
    }

    /** @param receiveBytes what the system holds for one that does not read; 0 for its own idea of it */
    static Wire to(int port, int receiveBytes) {
        try {
            Socket socket = new Socket();
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return new Wire(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A node that refuses a body may close before it has read it all; what it answered counts. */
    Wire send(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // Then the answer, or the lack of one, is here to read.
        }
        return this;
    }

    /** The head of a request. */
    Wire request(String line, String... headers) {
        StringBuilder head = new StringBuilder(line).append("\r\nHost: 127.0.0.1\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return send(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Waits for the next head, {@code 100 Continue} included. */
    Head head() {
        try {
            String status = line();
            if (status.isEmpty()) {
                throw new IOException("the connection was closed without an answer");
            }
            Map<String, String> headers = new TreeMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
            return new Head(Integer.parseInt(status.substring(STATUS, STATUS + 3)), headers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InputStream in() {
        return in;
    }

    /** Up to the end of a line, which is not part of it; empty at the end of the connection, too. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** Ends as a process does whose machine forgets the connection: the other side gets a reset. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
