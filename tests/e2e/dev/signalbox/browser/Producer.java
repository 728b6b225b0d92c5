package dev.signalbox.browser;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends a live log piece by piece, as {@code curl -T -} does, and breaks off where it is closed before its end. */
final class Producer implements Closeable {

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String CREATED = "HTTP/1.1 201 ";

    private final Socket socket;
    private final OutputStream out;

    private Producer(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** Begins a generation of a stream; it is there once this returns. */
    static Producer begin(URI node, String stream, String... headers) {
        try {
            Producer producer = new Producer(new Socket(node.getHost(), node.getPort()));
            String head = "PUT /livelog/" + stream + " HTTP/1.1\r\nHost: " + node.getAuthority()
                    + "\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n"
                    + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
                    + "\r\n";
            producer.out.write(head.getBytes(StandardCharsets.US_ASCII));
            producer.expect(CONTINUE);
            return producer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Producer write(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    Producer write(byte[] bytes) {
        try {
            out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines that say their number, both ends inclusive. */
    Producer lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i <= to; i++) {
            text.append("line ").append(i).append('\n');
        }
        return write(text.toString());
    }

    /** Ends the log in good order and waits until the node has said so. */
    void end() {
        try {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            expect(CREATED);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void expect(String beginning) throws IOException {
        InputStream in = socket.getInputStream();
        String answer = new String(in.readNBytes(beginning.length()), StandardCharsets.US_ASCII);
        if (!answer.equals(beginning)) {
            throw new AssertionError(answer);
        }
    }

    /** Breaks off, if it has not ended. */
    @Override
    public void close() {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
