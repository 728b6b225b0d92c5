package dev.signalbox.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads the answers of one connection, all of which but interim ones must have a Content-Length. One thread. */
final class HttpAnswers {

    private static final String LENGTH = "content-length: ";
    private static final int FIRST_FINAL = 200;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).flip();
    private String bodyStart = "";

    HttpAnswers(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** The status of the next answer, once all of it is there. */
    int next() throws IOException {
        String head = head();
        int status = Integer.parseInt(head.substring(9, 12));
        int length = head.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        if (status < FIRST_FINAL) {
            return status;
        }
        if (length < 0) {
            throw new IOException("an answer without a length: " + head);
        }
        skip(Integer.parseInt(head.substring(length + LENGTH.length(), head.indexOf('\r', length))));
        return status;
    }

    /** Of the answer that was read last. Looks at its first bytes alone. */
    boolean bodyStartsWith(String start) {
        return bodyStart.startsWith(start);
    }

    private String head() throws IOException {
        int end = end();
        while (end < 0) {
            fill();
            end = end();
        }
        String head =
                new String(buffer.array(), buffer.position(), end - buffer.position(), StandardCharsets.ISO_8859_1);
        buffer.position(end);
        return head;
    }

    /** Where the head in the buffer ends, or -1. */
    private int end() {
        for (int i = buffer.position(); i + 3 < buffer.limit(); i++) {
            if (buffer.get(i) == '\r' && buffer.get(i + 2) == '\r' && buffer.get(i + 3) == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private void skip(int length) throws IOException {
        int left = length;
        bodyStart = "";
        while (left > 0) {
            if (!buffer.hasRemaining()) {
                fill();
            }
            int here = Math.min(left, buffer.remaining());
            if (left == length) {
                bodyStart =
                        new String(buffer.array(), buffer.position(), Math.min(here, 64), StandardCharsets.ISO_8859_1);
            }
            buffer.position(buffer.position() + here);
            left -= here;
        }
    }

    private void fill() throws IOException {
        buffer.compact();
        int read = channel.read(buffer);
        buffer.flip();
        if (read < 0) {
            throw new EOFException("the node closed the connection");
        }
    }
}
