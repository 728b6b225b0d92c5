package dev.signalbox.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/** Takes the answer of one connection apart as it comes, wherever reads divide it. One thread writes, others may look. */
final class LogReader {

    private enum State {
        HEAD,
        CHUNK_SIZE,
        CONTENT,
        CHUNK_END,
        LAST_END,
        END
    }

    private static final String OK = "HTTP/1.1 200 ";
    private static final String LENGTH = "\r\ncontent-length: ";

    private final LogContent content;
    private final StringBuilder head = new StringBuilder();
    private boolean chunked;
    private long left;
    private volatile State state = State.HEAD;

    LogReader(LogContent content) {
        this.content = content;
    }

    LogContent content() {
        return content;
    }

    /** Whether the head of the answer is there. */
    boolean open() {
        return state != State.HEAD;
    }

    /** Takes all of {@code from}. */
    void read(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            switch (state) {
                case HEAD -> head(from);
                case CHUNK_SIZE -> chunkSize(from.get());
                case CONTENT -> content(from);
                case CHUNK_END -> state = from.get() == '\n' ? State.CHUNK_SIZE : State.CHUNK_END;
                case LAST_END -> end(from.get() == '\n');
                case END -> throw new IOException("something came after the end of a log");
            }
        }
    }

    private void head(ByteBuffer from) throws IOException {
        while (from.hasRemaining() && state == State.HEAD) {
            head.append((char) from.get());
            if (head.length() > 3 && head.indexOf("\r\n\r\n", head.length() - 4) > 0) {
                begin(head.toString());
            }
        }
    }

    private void begin(String text) throws IOException {
        if (!text.startsWith(OK)) {
            throw new IOException("a reader was answered " + text);
        }
        int length = text.toLowerCase(Locale.ROOT).indexOf(LENGTH);
        chunked = length < 0;
        if (!chunked) {
            int start = length + LENGTH.length();
            left = Long.parseLong(text, start, text.indexOf('\r', start), 10);
        }
        state = chunked ? State.CHUNK_SIZE : State.CONTENT;
    }

    private void chunkSize(byte b) {
        if (b == '\n') {
            // The chunk without a byte is the last.
            state = left == 0 ? State.LAST_END : State.CONTENT;
        } else if (b != '\r') {
            left = left * 16 + Character.digit(b, 16);
        }
    }

    private void content(ByteBuffer from) {
        int here = (int) Math.min(left, from.remaining());
        int end = from.limit();
        int next = from.position() + here;
        content.take(from.limit(next));
        from.limit(end).position(next);
        left -= here;
        if (left == 0) {
            state = State.CHUNK_END;
            end(!chunked);
        }
    }

    private void end(boolean last) {
        if (last) {
            state = State.END;
            content.end();
        }
    }
}
