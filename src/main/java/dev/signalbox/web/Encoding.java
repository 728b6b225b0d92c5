package dev.signalbox.web;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** How a request body is compressed. */
enum Encoding {
    IDENTITY {
        @Override
        InputStream open(InputStream packed) {
            return packed;
        }
    },
    GZIP {
        @Override
        InputStream open(InputStream packed) throws IOException {
            return new GZIPInputStream(packed, 4 << 10);
        }
    },
    ZSTD {
        @Override
        InputStream open(InputStream packed) throws IOException {
            ZstdInputStreamNoFinalizer unpacked = new ZstdInputStreamNoFinalizer(packed);
            // A frame chooses the window that its reader must allocate; RFC 9659 caps it at 8 MiB for HTTP.
            unpacked.setLongMax(23);
            return unpacked;
        }
    };

    /** Null when the header asks for something else. */
    static @Nullable Encoding of(@Nullable String header) {
        if (header == null) {
            return IDENTITY;
        }
        return switch (header.trim().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "zstd" -> ZSTD;
            default -> null;
        };
    }

    abstract InputStream open(InputStream packed) throws IOException;
}
