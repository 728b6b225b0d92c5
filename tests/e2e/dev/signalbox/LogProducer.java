package dev.signalbox;

import dev.signalbox.LogReader.End;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One who sends a log piece by piece, as long as it likes. */
final class LogProducer implements AutoCloseable {

    private final Wire wire;

    /** Sends the head of a chunked PUT and waits for nothing. */
    LogProducer(Wire wire, String path, String... headers) {
        this.wire = wire;
        String[] all = new String[headers.length + 1];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Transfer-Encoding: chunked";
        wire.request("PUT " + path + " HTTP/1.1", all);
    }

    /** As one chunk. */
    LogProducer write(byte[] bytes) {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(bytes.length + 16);
        chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(bytes);
        chunk.writeBytes(new byte[] {'\r', '\n'});
        wire.send(chunk.toByteArray());
        return this;
    }

    LogProducer write(String text) {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes as they stand on the wire. */
    LogProducer raw(String text) {
        wire.send(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Ends the log, and waits for the answer. */
    Answer end() {
        return raw("0\r\n\r\n").answer();
    }

    record Answer(int status, Wire.Head head, String text) {}

    /** Waits for the answer, or for {@code 100 Continue}. */
    Answer answer() {
        LogReader reader = new LogReader(wire);
        Wire.Head head = reader.head();
        return new Answer(head.status(), head, head.status() == 100 ? "" : reader.text());
    }

    /** Whether the node ended the connection; waits until it does, or says something. */
    boolean closed() {
        LogReader reader = new LogReader(wire);
        try {
            return reader.end() == End.CUT;
        } catch (java.io.UncheckedIOException e) {
            return true;
        }
    }

    void reset() {
        wire.reset();
    }

    @Override
    public void close() {
        wire.close();
    }
}
