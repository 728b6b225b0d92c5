package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/** Whether the node can answer 2xx to an ingest right now. Safe from any thread. */
public final class Readiness {

    private final Supplier<Future<Void>> probe;
    private volatile boolean stopping;

    /** @param probe succeeds when an event could be stored; its failure says why not */
    public Readiness(Supplier<Future<Void>> probe) {
        this.probe = probe;
    }

    /** From now on the node is not ready, whatever the probe says. */
    public void stop() {
        stopping = true;
    }

    /** Fails with {@link Fault.Unavailable}, at the latest after two seconds. */
    Future<Void> check(Vertx vertx) {
        if (stopping) {
            return notReady("the node is stopping");
        }
        return Deadline.within(vertx, Duration.ofSeconds(2), probe.get())
                .recover(cause -> notReady(String.valueOf(cause.getMessage())));
    }

    private static Future<Void> notReady(String why) {
        return Future.failedFuture(new FaultException(new Fault.Unavailable("not ready: " + why, 1)));
    }
}
