package dev.signalbox.dashboard;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** A socket whose client reads only when the test says so. */
final class FakeSink implements Sink {

    final SseParser received = new SseParser();
    final List<Buffer> writes = new ArrayList<>();
    int room = Integer.MAX_VALUE;
    boolean ended;

    @Override
    public boolean isFull() {
        return room <= 0;
    }

    @Override
    public void write(Buffer bytes) {
        if (isFull()) {
            throw new AssertionError("written to although full: " + bytes);
        }
        writes.add(bytes);
        room -= bytes.length();
        received.feed(bytes.toString());
    }

    @Override
    public void end(Buffer bytes) {
        received.feed(bytes.toString());
        ended = true;
    }

    /** The client reads until this many bytes may be written before the socket is full again. */
    void drain(int bytes) {
        room = bytes;
    }

    List<Long> ids() {
        return received.messages().stream()
                .map(SseParser.Message::id)
                .map(Long::valueOf)
                .toList();
    }
}
