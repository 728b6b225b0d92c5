package dev.signalbox.web;

import io.vertx.core.buffer.Buffer;
import java.io.InputStream;

/** Reads a buffer without copying it first. Used by one thread at a time. */
public final class BufferInput extends InputStream {

    private final Buffer buffer;
    private int position;

    public BufferInput(Buffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public int read() {
        return position < buffer.length() ? buffer.getByte(position++) & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        int n = Math.min(length, buffer.length() - position);
        if (n <= 0) {
            return length == 0 ? 0 : -1;
        }
        buffer.getBytes(position, position + n, bytes, offset);
        position += n;
        return n;
    }

    /** GZIPInputStream asks this to find out whether another member follows. */
    @Override
    public int available() {
        return buffer.length() - position;
    }
}
