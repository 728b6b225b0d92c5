package dev.signalbox.livelog;

import dev.signalbox.bus.Livelogs.Grep;
import dev.signalbox.bus.Livelogs.Grepped;
import dev.signalbox.bus.Livelogs.Locate;
import dev.signalbox.bus.Livelogs.Located;
import dev.signalbox.bus.Livelogs.Piece;
import dev.signalbox.bus.Livelogs.Read;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Answers questions about the lines of logs, of which the relay itself knows nothing. What takes a moment goes past what
 * takes long. Thread-safe.
 */
final class Lines {

    /** Logs whose lines somebody looked at lately; a forgotten index is made again in the time it takes to read the log. */
    private static final int INDEXES = 64;

    private final Shelf shelf;
    private final Workers workers;
    private final Scans scans;
    /** By generation and when it began, since its number may come again once the stream was removed. Guarded by itself. */
    private final Map<String, LineIndex> indexes = new LinkedHashMap<>(INDEXES, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LineIndex> eldest) {
            return size() > INDEXES;
        }
    };

    private final Counting counting = new Counting();

    Lines(Shelf shelf, Workers workers, Scans scans) {
        this.shelf = shelf;
        this.workers = workers;
        this.scans = scans;
    }

    Future<Located> locate(Locate ask) {
        return scans.forAsker(
                ask.asker(),
                scan -> with(
                        ask.stream(),
                        ask.generation(),
                        log -> counting.reach(scan, log.index(), log.file(), log.length())
                                .compose(counted -> workers.files(() -> ask.line() > 0
                                        ? log.index().line(log.file(), log.length(), ask.line())
                                        : log.index().offset(log.file(), log.length(), ask.offset())))));
    }

    Future<Grepped> grep(Grep ask) {
        return scans.forAsker(
                ask.asker(),
                scan -> with(ask.stream(), ask.generation(), log -> {
                    long from = Math.clamp(ask.from(), 0, log.length());
                    return counting.reach(scan, log.index(), log.file(), from)
                            .compose(counted -> scan.slice(spent -> {
                                LineIndex.Place place = log.index().place(log.file(), from);
                                return new TextSearch(log.file(), log.length(), ask.text(), ask.limit())
                                        .run(from, place, spent);
                            }));
                }));
    }

    /** What there is at and after the offset, up to the limit. */
    Future<Piece> read(Read ask) {
        return with(
                ask.stream(),
                ask.generation(),
                log -> workers.files(() -> {
                    long count = Math.clamp(log.length() - ask.offset(), 0, Math.min(ask.limit(), Read.MOST_BYTES));
                    byte[] bytes = new byte[(int) count];
                    LogFiles.fill(log.file(), ByteBuffer.wrap(bytes), ask.offset());
                    return new Piece(new String(bytes, StandardCharsets.ISO_8859_1), log.length());
                }));
    }

    /** A log's file, and how much of it there is. */
    private record Log(FileChannel file, long length, LineIndex index) {}

    private <A> Future<A> with(String stream, int generation, Function<Log, Future<A>> question) {
        return shelf.open(stream, generation).compose(opened -> {
            long length = opened.growth().length();
            LogRow row = opened.row();
            return shelf.read(row.key())
                    .compose(file -> question.apply(new Log(file, length, index(row)))
                            .onComplete(answered -> LogFiles.close(file)));
        });
    }

    private LineIndex index(LogRow row) {
        String name = row.key() + "/" + row.started();
        synchronized (indexes) {
            return indexes.computeIfAbsent(name, fresh -> new LineIndex());
        }
    }
}
