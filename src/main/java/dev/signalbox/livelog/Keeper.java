package dev.signalbox.livelog;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.livelog.LivelogSql.Surplus;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what need not be kept: generations that are too old, too many of their stream, or more bytes than the disk is to
 * hold, oldest first. Only what has ended. Confined to one event loop.
 */
final class Keeper {

    private static final Logger LOGGER = LoggerFactory.getLogger(Keeper.class);

    /** Rows in memory at once: a smaller setting may let go of very many. Each page costs a look at all rows. */
    private static final int PAGE = 500;

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

    /** Does nothing while it is at it. */
    void run() {
        if (running) {
            return;
        }
        running = true;
        once().onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("why", cause.getMessage())
                        .log("old live logs could not be removed, will be tried again"))
                .onComplete(done -> running = false);
    }

    /** Completes when nothing is left to be removed; fails when something could not be. */
    Future<Void> once() {
        return keep().eventually(() -> shelf.sql().bytes(shelf.node()).onSuccess(meters::kept));
    }

    /**
     * Removes one generation that has ended; who reads it goes on reading. The file goes before the row: once that is gone,
     * the next generation may have the same number, and its file would be the one that goes.
     *
     * @return whether it was there, and not live
     */
    Future<Boolean> remove(LogRow row) {
        return shelf.sql()
                .remove(
                        row,
                        () -> workers.disk(() -> delete(row.key()))
                                .recover(cause -> Future.failedFuture(undeletable(cause))));
    }

    private Future<Void> keep() {
        return shelf.sql().surplus(shelf.node(), conf, clock.instant(), PAGE).compose(page -> {
            Future<Void> next = Future.succeededFuture();
            for (Surplus gone : page) {
                // One that cannot be removed does not keep the others.
                next = next.transform(before -> drop(gone)
                        .compose(done ->
                                before.succeeded() ? Future.succeededFuture() : Future.failedFuture(before.cause())));
            }
            return page.size() < PAGE ? next : next.compose(done -> keep());
        });
    }

    private Future<Void> drop(Surplus gone) {
        LogRow row = gone.row();
        return remove(row).map(removed -> {
            if (removed) {
                meters.dropped(gone.limit());
                LOGGER.atInfo()
                        .addKeyValue("stream", row.key().stream())
                        .addKeyValue("generation", row.key().generation())
                        .addKeyValue("bytes", row.bytes())
                        .addKeyValue("limit", "livelog." + gone.limit())
                        .log("removed a live log");
            }
            return null;
        });
    }

    private static FaultException undeletable(Throwable cause) {
        String why = cause instanceof IOException ? String.valueOf(cause.getMessage()) : cause.toString();
        return new FaultException(new Fault.Unavailable("the log's file cannot be removed: " + why, 10));
    }

    private @Nullable Void delete(LogKey key) throws IOException {
        shelf.files().delete(key);
        return null;
    }
}
