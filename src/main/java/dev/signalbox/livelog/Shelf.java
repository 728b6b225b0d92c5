package dev.signalbox.livelog;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every live log that this node has: those that grow, and the way to those that are kept. One for the node, shared by all
 * that send and read, because the bytes go straight between them. Thread-safe.
 */
final class Shelf {

    /** The original's sentence, which its clients may look for. */
    static final String BUSY = "This endpoint can only process one http PUT at a time";

    private static final Logger LOGGER = LoggerFactory.getLogger(Shelf.class);

    /**
     * A generation to be read.
     *
     * @param growth of a kept one it has ended already
     */
    record Opened(LogRow row, Growth growth) {

        static Opened of(Recording recording) {
            return new Opened(recording.row(), recording.growth());
        }
    }

    private final LivelogConf conf;
    private final LivelogSql sql;
    private final LogFiles files;
    private final Workers workers;
    private final String node;
    /** Streams that somebody here writes, or is about to: the recording comes once it can be read. */
    private final ConcurrentMap<String, Promise<Recording>> taken = new ConcurrentHashMap<>();

    /** @param node the name under which the table knows this node's data directory */
    Shelf(LivelogConf conf, LivelogSql sql, LogFiles files, Workers workers, String node) {
        this.conf = conf;
        this.sql = sql;
        this.files = files;
        this.workers = workers;
        this.node = node;
    }

    LivelogSql sql() {
        return sql;
    }

    LogFiles files() {
        return files;
    }

    String node() {
        return node;
    }

    Collection<Recording> live() {
        return taken.values().stream()
                .map(Promise::future)
                .filter(Future::succeeded)
                .map(Future::result)
                .toList();
    }

    /**
     * Takes the stream for a producer: its next generation.
     *
     * @return fails with {@link Fault.Conflict} when it is live already
     */
    Future<Recording> begin(String stream, Producer producer) {
        return take(
                stream,
                () -> sql.begin(stream, producer, node)
                        .recover(cause -> busy(cause)
                                ? latest(stream).compose(mended -> sql.begin(stream, producer, node))
                                : Future.failedFuture(cause)));
    }

    /**
     * Takes the stream for a producer that goes on where an earlier one broke off.
     *
     * @param at how many bytes of it the producer takes to be here
     * @return fails with {@link Misplaced} when that is not so, with {@link Fault.Conflict} when it is live
     */
    Future<Recording> resume(String stream, long at, Producer producer) {
        return take(
                stream,
                () -> latest(stream).compose(latest -> {
                    LogRow row = latest.orElse(null);
                    long length = row == null ? 0 : row.bytes();
                    if (row == null
                            || row.state() != State.BROKEN
                            || !row.node().equals(node)
                            || length != at) {
                        return Future.failedFuture(new Misplaced(
                                length, row == null ? "missing" : row.state().word()));
                    }
                    return sql.resume(row.key(), producer)
                            .compose(resumed -> resumed.map(Future::succeededFuture)
                                    .orElseGet(
                                            () -> Future.failedFuture(new FaultException(new Fault.Conflict(BUSY)))));
                }));
    }

    /**
     * Ends a recording, once its bytes are as durable as they get. Whatever comes of it, the stream is free again: what the
     * table could not be told, {@link #mend} tells it later.
     */
    Future<Void> end(Recording recording, State state) {
        LogKey key = recording.row().key();
        return sql.end(key, state, recording.growth().length()).onComplete(done -> taken.remove(key.stream()));
    }

    /** Marks a log that the table takes for live as broken, unless it is being written here. */
    Future<Void> mend(LogRow row) {
        String stream = row.key().stream();
        Promise<Recording> place = Promise.promise();
        if (taken.putIfAbsent(stream, place) != null) {
            return Future.succeededFuture();
        }
        return markBroken(row).onComplete(done -> {
            taken.remove(stream);
            place.fail("nobody writes it");
        });
    }

    /**
     * The way to a generation. Completes on any thread.
     *
     * @param generation 0 for the latest
     * @return fails with {@link Fault.NotFound} when there is none, or its bytes are another node's
     */
    Future<Opened> open(String stream, int generation) {
        Promise<Recording> place = taken.get(stream);
        if (place != null && place.future().succeeded()) {
            Recording recording = place.future().result();
            if (generation == 0 || generation == recording.row().key().generation()) {
                return Future.succeededFuture(Opened.of(recording));
            }
        }
        return sql.find(stream, generation)
                .compose(found -> found.map(this::kept).orElseGet(() -> Future.failedFuture(missing(stream))));
    }

    /** Fails with {@link Fault.NotFound} when it was removed meanwhile. */
    Future<FileChannel> read(LogKey key) {
        return workers.files(() -> files.read(key))
                .recover(cause ->
                        Future.failedFuture(cause instanceof NoSuchFileException ? missing(key.stream()) : cause));
    }

    /** Which recording of this node writes this generation; empty when none does. */
    Optional<Recording> recording(LogKey key) {
        return Optional.ofNullable(taken.get(key.stream()))
                .map(Promise::future)
                .filter(Future::succeeded)
                .map(Future::result)
                .filter(recording -> recording.row().key().equals(key));
    }

    static FaultException elsewhere() {
        return new FaultException(
                new Fault.Unavailable("this log is kept by another node that shares the database", 60));
    }

    private Future<Opened> kept(LogRow row) {
        if (!row.node().equals(node)) {
            return Future.failedFuture(elsewhere());
        }
        if (row.state() != State.LIVE) {
            return Future.succeededFuture(new Opened(row, new Growth(row.bytes(), row.state())));
        }
        Promise<Recording> place = taken.get(row.key().stream());
        return place == null
                ? settled(row.key())
                : place.future()
                        .transform(begun ->
                                begun.succeeded() && begun.result().row().key().equals(row.key())
                                        ? Future.succeededFuture(Opened.of(begun.result()))
                                        : settled(row.key()));
    }

    /** Live in the table but nowhere here: it ended since the table was asked, or its end could not be written down. */
    private Future<Opened> settled(LogKey key) {
        return sql.find(key.stream(), key.generation()).compose(found -> {
            LogRow row = found.orElse(null);
            if (row == null) {
                return Future.failedFuture(missing(key.stream()));
            }
            if (row.state() != State.LIVE) {
                return Future.succeededFuture(new Opened(row, new Growth(row.bytes(), row.state())));
            }
            return workers.files(() -> files.size(key)).map(bytes -> new Opened(row, new Growth(bytes, State.BROKEN)));
        });
    }

    /** @param begin called once the stream is nobody else's on this node */
    private Future<Recording> take(String stream, Supplier<Future<LogRow>> begin) {
        Promise<Recording> place = Promise.promise();
        if (taken.putIfAbsent(stream, place) != null) {
            return Future.failedFuture(new FaultException(new Fault.Conflict(BUSY)));
        }
        Future<LogRow> row = taken.size() > conf.maxLive() ? Future.failedFuture(tooMany()) : begin.get();
        return row.compose(this::write).onFailure(cause -> taken.remove(stream)).onComplete(place);
    }

    private Future<Recording> write(LogRow row) {
        LogKey key = row.key();
        return workers.disk(() -> row.bytes() == 0 ? files.create(key) : files.append(key, row.bytes()))
                .map(file -> Recording.of(row, file))
                .recover(cause -> {
                    String why = cause instanceof IOException ? String.valueOf(cause.getMessage()) : cause.toString();
                    return sql.end(key, State.BROKEN, row.bytes())
                            .transform(ended -> Future.failedFuture(new FaultException(
                                    new Fault.Unavailable("the log's file cannot be opened: " + why, 10))));
                });
    }

    /** For one who has taken the stream: a live row of this node is then one whose end could not be written down. */
    private Future<Optional<LogRow>> latest(String stream) {
        return sql.find(stream, 0).compose(found -> {
            LogRow row = found.orElse(null);
            return row != null && row.state() == State.LIVE && row.node().equals(node)
                    ? markBroken(row).compose(marked -> sql.find(stream, 0))
                    : Future.succeededFuture(found);
        });
    }

    private Future<Void> markBroken(LogRow row) {
        LogKey key = row.key();
        return workers.disk(() -> files.size(key)).compose(bytes -> {
            LOGGER.atInfo()
                    .addKeyValue("stream", key.stream())
                    .addKeyValue("generation", key.generation())
                    .addKeyValue("bytes", bytes)
                    .log("live log broke off, and nobody could say so");
            return sql.end(key, State.BROKEN, bytes);
        });
    }

    private FaultException tooMany() {
        return new FaultException(
                new Fault.Unavailable("as many logs are live as livelog.max-live allows: " + conf.maxLive(), 10));
    }

    private static boolean busy(Throwable cause) {
        return cause instanceof FaultException known && known.fault() instanceof Fault.Conflict;
    }

    static FaultException missing(String stream) {
        return new FaultException(new Fault.NotFound("there is no live log " + stream + " here"));
    }

    /** The producer's idea of where it left off is wrong. */
    static final class Misplaced extends Exception {
        private static final long serialVersionUID = 1;

        private final long length;
        private final String state;

        Misplaced(long length, String state) {
            super("the log is " + state + " and has " + length + " bytes");
            this.length = length;
            this.state = state;
        }

        long length() {
            return length;
        }

        String state() {
            return state;
        }
    }
}
