package dev.signalbox.livelog;

import dev.signalbox.bus.Livelogs.Grep;
import dev.signalbox.bus.Livelogs.Grepped;
import dev.signalbox.bus.Livelogs.Locate;
import dev.signalbox.bus.Livelogs.Located;
import dev.signalbox.bus.Livelogs.Piece;
import dev.signalbox.bus.Livelogs.Read;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers questions about the lines of logs, of which the relay itself knows nothing. Thread-safe. */
final class Lines {

    /** Logs whose lines somebody looked at lately; a forgotten index is made again in the time it takes to read the log. */
    private static final int INDEXES = 64;

    /** What one question may take of a worker; a longer search is asked again from where it came. */
    private static final long SEARCH_NANOS = 300_000_000;

    private final Shelf shelf;
    private final Workers workers;
    /** By generation and when it began, since its number may come again once the stream was removed. Guarded by itself. */
    private final Map<String, LineIndex> indexes = new LinkedHashMap<>(INDEXES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LineIndex> eldest) {
            return size() > INDEXES;
        }
    };

    Lines(Shelf shelf, Workers workers) {
        this.shelf = shelf;
        this.workers = workers;
    }

    Future<Located> locate(Locate ask) {
        return with(ask.stream(), ask.generation(), log -> {
            LineIndex index = index(log);
            return ask.line() > 0
                    ? index.line(log.file(), log.length(), ask.line())
                    : index.offset(log.file(), log.length(), ask.offset());
        });
    }

    Future<Grepped> grep(Grep ask) {
        return with(ask.stream(), ask.generation(), log -> {
            Located from = index(log).offset(log.file(), log.length(), ask.from());
            return new TextSearch(log.file(), log.length(), ask.text(), from.offset(), from.line(), ask.limit())
                    .run(System.nanoTime() + SEARCH_NANOS);
        });
    }

    /** What there is at and after the offset, up to the limit. */
    Future<Piece> read(Read ask) {
        return with(ask.stream(), ask.generation(), log -> {
            long left = Math.clamp(log.length() - ask.offset(), 0, Math.min(ask.limit(), Read.MOST_BYTES));
            ByteBuffer bytes = ByteBuffer.allocate((int) left);
            while (bytes.hasRemaining() && log.file().read(bytes, ask.offset() + bytes.position()) >= 0) {
                // A file is read in one go or a few.
            }
            return new Piece(new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1), log.length());
        });
    }

    /** A log's file, and how much of it there is. */
    private record Log(LogRow row, FileChannel file, long length) {}

    private interface Question<A> {
        A ask(Log log) throws IOException;
    }

    private <A> Future<A> with(String stream, int generation, Question<A> question) {
        return shelf.open(stream, generation).compose(opened -> {
            long length = opened.growth().length();
            return workers.scan(() -> {
                try (FileChannel file = shelf.files().read(opened.row().key())) {
                    return question.ask(new Log(opened.row(), file, length));
                }
            });
        });
    }

    private LineIndex index(Log log) {
        String name = log.row().key() + "/" + log.row().started();
        synchronized (indexes) {
            return indexes.computeIfAbsent(name, fresh -> new LineIndex());
        }
    }
}
