package dev.signalbox;

import static org.awaitility.Awaitility.await;

import dev.signalbox.Wire.Head;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One who reads a log, and knows a whole answer from one that was cut off. Reads only once told to. */
final class LogReader implements AutoCloseable {

    /** How an answer came to its end. */
    enum End {
        /** By its length, or by the last chunk. */
        WHOLE,
        /** The connection went before. */
        CUT
    }

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PIECE = 1 << 16;

    private final Wire wire;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private Head head;
    private volatile long count;
    private volatile End end;
    private boolean following;

    LogReader(Wire wire) {
        this.wire = wire;
    }

    /** Waits for it. */
    Head head() {
        if (head == null) {
            head = wire.head();
        }
        return head;
    }

    int status() {
        return head().status();
    }

    /** Reads on in the background. */
    LogReader follow() {
        if (!following) {
            following = true;
            head();
            Thread.ofVirtual().start(this::read);
        }
        return this;
    }

    LogReader awaitBytes(long bytes) {
        follow();
        await().atMost(PATIENCE).until(() -> count >= bytes);
        return this;
    }

    /** Waits for it. */
    End end() {
        follow();
        await().atMost(PATIENCE).until(() -> end != null);
        return end;
    }

    boolean ended() {
        return end != null;
    }

    /** All of the body; waits for its end. */
    byte[] bytes() {
        end();
        return received.toByteArray();
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** One byte of the body as it is on the wire, for who reads slowly. */
    int readOne() {
        try {
            head();
            return wire.in().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer on this connection, once this one has ended. */
    LogReader next(String requestLine) {
        end();
        wire.request(requestLine);
        return new LogReader(wire);
    }

    @Override
    public void close() {
        wire.close();
    }

    private void read() {
        End how = End.CUT;
        try {
            if (head.chunked()) {
                for (int size = size(); size > 0; size = size()) {
                    take(size);
                    wire.line();
                }
                wire.line();
            } else {
                take(Long.parseLong(head.headers().getOrDefault("content-length", "0")));
            }
            how = End.WHOLE;
        } catch (IOException e) {
            // What came counts.
        } finally {
            end = how;
        }
    }

    private int size() throws IOException {
        String line = wire.line();
        if (line.isEmpty()) {
            throw new EOFException();
        }
        return Integer.parseInt(line, 16);
    }

    private void take(long size) throws IOException {
        byte[] piece = new byte[PIECE];
        long left = size;
        while (left > 0) {
            int got = wire.in().read(piece, 0, (int) Math.min(PIECE, left));
            if (got < 0) {
                throw new EOFException();
            }
            received.write(piece, 0, got);
            count += got;
            left -= got;
        }
    }
}
