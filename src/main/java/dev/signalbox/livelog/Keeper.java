package dev.signalbox.livelog;

import io.vertx.core.Future;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what need not be kept: generations that are too old, too many of their stream, or more bytes than the disk is to
 * hold, oldest first. Only what has ended. Confined to one event loop.
 */
final class Keeper {

    private static final Logger LOGGER = LoggerFactory.getLogger(Keeper.class);

    private final LivelogConf conf;
    private final Shelf shelf;
    private final Workers workers;
    private final LivelogMeters meters;
    private final InstantSource clock;
    private boolean running;

    Keeper(LivelogConf conf, Shelf shelf, Workers workers, LivelogMeters meters, InstantSource clock) {
        this.conf = conf;
        this.shelf = shelf;
        this.workers = workers;
        this.meters = meters;
        this.clock = clock;
    }

    /** A generation that goes, and the setting because of which. */
    record Surplus(LogRow row, String limit) {}

    /** Does nothing while it is at it. */
    void run() {
        if (running) {
            return;
        }
        running = true;
        shelf.sql()
                .ended(shelf.node())
                .compose(this::keep)
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("why", cause.getMessage())
                        .log("old live logs could not be removed, will be tried again"))
                .onComplete(done -> running = false);
    }

    /**
     * Removes one generation that has ended; who reads it goes on reading. The file goes first: once the row is gone, the
     * next generation may have the same number, and its file would be the one that goes.
     *
     * @return whether it was there, and not live
     */
    Future<Boolean> remove(LogKey key) {
        return workers.disk(() -> delete(key)).compose(gone -> shelf.sql().remove(key));
    }

    /** @param rows the latest to end first */
    static List<Surplus> surplus(List<LogRow> rows, LivelogConf conf, Instant now) {
        Map<String, Integer> generations = new HashMap<>();
        List<Surplus> surplus = new ArrayList<>();
        Instant oldest = now.minus(conf.keepAge());
        long bytes = 0;
        for (LogRow row : rows) {
            int nth = generations.merge(row.key().stream(), 1, Integer::sum);
            String limit = null;
            if (row.ended() != null && row.ended().isBefore(oldest)) {
                limit = "keep-age";
            } else if (nth > conf.keepGenerations()) {
                limit = "keep-generations";
            } else if (row.bytes() > conf.keepBytes()) {
                // One that could never be kept takes nobody else with it.
                limit = "keep-bytes";
            } else {
                // Counted although it may go: what is older goes too, even where it would just fit.
                bytes += row.bytes();
                limit = bytes > conf.keepBytes() ? "keep-bytes" : null;
            }
            if (limit != null) {
                surplus.add(new Surplus(row, limit));
            }
        }
        return surplus;
    }

    private Future<Void> keep(List<LogRow> rows) {
        List<Surplus> surplus = surplus(rows, conf, clock.instant());
        long all = rows.stream().mapToLong(LogRow::bytes).sum();
        long going = surplus.stream().mapToLong(gone -> gone.row().bytes()).sum();
        meters.kept(all - going);
        Future<Void> next = Future.succeededFuture();
        for (Surplus gone : surplus) {
            next = next.compose(done -> remove(gone.row().key())).map(removed -> {
                if (removed) {
                    meters.dropped(gone.limit());
                    LOGGER.atInfo()
                            .addKeyValue("stream", gone.row().key().stream())
                            .addKeyValue("generation", gone.row().key().generation())
                            .addKeyValue("bytes", gone.row().bytes())
                            .addKeyValue("limit", "livelog." + gone.limit())
                            .log("removed a live log");
                }
                return null;
            });
        }
        return next;
    }

    private @Nullable Void delete(LogKey key) throws IOException {
        shelf.files().delete(key);
        return null;
    }
}
