package dev.signalbox.monitors;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Monitors.CheckIn;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Group commit: what arrives while a batch is being stored makes up the next one, so the batches grow with the load and a
 * lone check-in waits for nobody. One batch is in flight at a time. Confined to one event loop.
 */
final class CheckInQueue {

    /** A batch takes milliseconds. When one has taken so long the database hangs, and who waits for the next is told so. */
    private static final Duration STALL = Duration.ofSeconds(4);

    private final MonitorsConf conf;
    private final Function<List<CheckIn>, Future<Void>> store;
    private final MonitorsMeters meters;
    private final LongSupplier nanoClock;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Promise<Void> drained = Promise.promise();
    private int inFlight;
    private long started;
    private boolean draining;

    /** @param store completes once the whole batch is durable, or fails when none of it is */
    CheckInQueue(
            MonitorsConf conf,
            Function<List<CheckIn>, Future<Void>> store,
            MonitorsMeters meters,
            LongSupplier nanoClock) {
        this.conf = conf;
        this.store = store;
        this.meters = meters;
        this.nanoClock = nanoClock;
    }

    /**
     * Completes once the check-in is durable; fails with {@link Fault.Unavailable} when the queue is full or the database
     * hangs.
     */
    Future<Void> add(CheckIn checkIn) {
        if (stalled()) {
            return stalled(1);
        }
        if (depth() >= conf.queueLimit()) {
            meters.queueFull();
            return Future.failedFuture(
                    new FaultException(new Fault.Unavailable("too many check-ins wait for the database", 1)));
        }
        meters.accepted();
        Waiting newest = new Waiting(checkIn, Promise.promise());
        waiting.add(newest);
        if (inFlight == 0) {
            storeNext();
        }
        return newest.stored.future();
    }

    /** Refuses what waits if the database hangs; what is in flight may yet be stored. To be called every now and then. */
    void look() {
        if (stalled() && !waiting.isEmpty()) {
            List<Waiting> refused = List.copyOf(waiting);
            waiting.clear();
            Future<Void> answer = stalled(refused.size());
            refused.forEach(one -> answer.onComplete(one.stored));
        }
    }

    /** Check-ins that are not yet answered. */
    int depth() {
        return waiting.size() + inFlight;
    }

    /** Completes once every check-in was answered. Nothing may be added any more. */
    Future<Void> drain() {
        draining = true;
        if (depth() == 0) {
            drained.tryComplete();
        }
        return drained.future();
    }

    private boolean stalled() {
        return inFlight > 0 && nanoClock.getAsLong() - started > STALL.toNanos();
    }

    private Future<Void> stalled(int checkIns) {
        meters.stalled(checkIns);
        return Future.failedFuture(
                new FaultException(new Fault.Unavailable("the database has not answered for some seconds", 1)));
    }

    private void storeNext() {
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < conf.batchLimit() && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        inFlight = batch.size();
        started = nanoClock.getAsLong();
        store.apply(batch.stream().map(Waiting::checkIn).toList()).onComplete(result -> finish(batch, result));
    }

    private void finish(List<Waiting> batch, AsyncResult<Void> result) {
        inFlight = 0;
        if (result.succeeded()) {
            meters.committed(batch.size());
        } else {
            meters.notStored(batch.size());
        }
        // The next batch goes out before the answers of this one do: the database should not wait for them.
        if (!waiting.isEmpty()) {
            storeNext();
        }
        batch.forEach(one -> one.answer(result));
        if (draining && depth() == 0) {
            drained.tryComplete();
        }
    }

    private record Waiting(CheckIn checkIn, Promise<Void> stored) {
        void answer(AsyncResult<Void> result) {
            if (result.succeeded()) {
                stored.complete();
            } else {
                stored.fail(result.cause());
            }
        }
    }
}
