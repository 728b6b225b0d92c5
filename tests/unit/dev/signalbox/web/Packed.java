package dev.signalbox.web;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses as clients do. */
final class Packed {

    private Packed() {}

    static Buffer gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Buffer.buffer(out.toByteArray());
    }

    static Buffer zstd(byte[] plain) {
        return Buffer.buffer(Zstd.compress(plain));
    }

    /** Written as a stream, so that the frame does not know its length and must declare the window. */
    static Buffer zstdWithWindow(byte[] plain, int windowLog) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(out)) {
            zstd.setLong(windowLog);
            zstd.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return Buffer.buffer(out.toByteArray());
    }
}
