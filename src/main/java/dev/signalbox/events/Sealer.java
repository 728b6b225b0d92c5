package dev.signalbox.events;

import dev.signalbox.bus.EventId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Summarises stored events for searches, run after run, behind the writer. While events arrive it takes at most a
 * tenth of the time, so that it never competes with them for long. Not thread-safe: the writer's event
 * loop owns it.
 */
final class Sealer {

    /**
     * Age at which no more events can appear among those already there: a statement ends well within it, and so differ
     * the clocks of nodes that share a database.
     */
    static final Duration SETTLED = Duration.ofSeconds(60);

    private static final int REST_FACTOR = 9;

    private final Vertx vertx;
    private final BlockSql sql;
    private final Supplier<Instant> now;
    private final BooleanSupplier busy;
    private final Outage outage;
    private boolean running;
    private boolean stopped;

    /** @param busy whether events are arriving right now */
    Sealer(Vertx vertx, BlockSql sql, Supplier<Instant> now, BooleanSupplier busy, Outage outage) {
        this.vertx = vertx;
        this.sql = sql;
        this.now = now;
        this.busy = busy;
        this.outage = outage;
    }

    /** Summarises what can be. Does nothing while it is at it. */
    void run() {
        if (!running && !stopped) {
            running = true;
            next().onComplete(done -> running = false)
                    .onSuccess(done -> outage.worked())
                    .onFailure(outage::failed);
        }
    }

    void stop() {
        stopped = true;
    }

    private Future<Void> next() {
        long started = System.nanoTime();
        return sql.seal(EventId.floor(now.get().minus(SETTLED))).compose(didSeal -> {
            if (!didSeal || stopped) {
                return Future.succeededFuture();
            }
            long millis = (System.nanoTime() - started) / 1_000_000;
            return busy.getAsBoolean()
                    ? vertx.timer(Math.max(1, millis * REST_FACTOR), TimeUnit.MILLISECONDS)
                            .compose(rested -> next())
                    : next();
        });
    }
}
