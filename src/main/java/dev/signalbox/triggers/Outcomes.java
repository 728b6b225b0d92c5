package dev.signalbox.triggers;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries that were made, on their way into the store: those that end within a moment share a transaction, one at a time. Confined
 * to one event loop.
 */
final class Outcomes {

    private static final Logger LOGGER = LoggerFactory.getLogger(Outcomes.class);

    /** So many are recorded at once; fewer wait for {@link #SOON}, since a transaction costs as much as ten of them. */
    private static final int MANY = 64;

    /** Little beside what a try takes: if the node dies meanwhile, what it had sent is sent once more. */
    private static final Duration SOON = Duration.ofMillis(5);

    /** Between two attempts while the database is away. */
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final Vertx vertx;
    private final DeliverySql sql;
    private final Registry registry;
    private final TriggersConf conf;
    private final Runnable recorded;

    private List<Tried> waiting = new ArrayList<>();
    private boolean recording;
    private boolean hurried;

    /** @param recorded told after each transaction, also of one that failed */
    Outcomes(Vertx vertx, DeliverySql sql, Registry registry, TriggersConf conf, Runnable recorded) {
        this.vertx = vertx;
        this.sql = sql;
        this.registry = registry;
        this.conf = conf;
        this.recorded = recorded;
    }

    /** That wait for their transaction. */
    int waiting() {
        return waiting.size();
    }

    boolean areAllRecorded() {
        return waiting.isEmpty() && !recording;
    }

    void add(Tried tried) {
        waiting.add(tried);
        if (waiting.size() >= MANY || hurried) {
            record();
        } else if (waiting.size() == 1) {
            vertx.setTimer(SOON.toMillis(), soon -> record());
        }
    }

    /** Lets none wait for others from now on. */
    void hurry() {
        hurried = true;
        record();
    }

    private void record() {
        if (recording || waiting.isEmpty()) {
            return;
        }
        recording = true;
        List<Tried> batch = waiting;
        waiting = new ArrayList<>();
        sql.record(batch, conf.giveUpAfter())
                .onSuccess(stopped -> {
                    Deaths.tell(batch, registry);
                    stopped.forEach(this::stopped);
                    next();
                })
                .onFailure(cause -> {
                    keep(batch, FaultException.of(cause));
                    vertx.setTimer(AGAIN.toMillis(), again -> next());
                });
    }

    private void next() {
        recording = false;
        record();
        recorded.run();
    }

    /** While they are ours alone, what became of them can still be recorded; after that they are due again. */
    private void keep(List<Tried> batch, Fault fault) {
        long now = System.nanoTime();
        List<Tried> kept = batch.stream()
                .filter(result -> fault instanceof Fault.Unavailable
                        && now - result.delivery().claimed() < conf.lease().toNanos())
                .toList();
        waiting.addAll(0, kept);
        // Sent twice rather than never.
        if (kept.size() < batch.size()) {
            LOGGER.atWarn()
                    .addKeyValue("deliveries", batch.size() - kept.size())
                    .addKeyValue("why", fault.why())
                    .log("what became of deliveries could not be recorded; they will be repeated");
        }
    }

    private void stopped(UUID triggerId) {
        LOGGER.atWarn()
                .addKeyValue("trigger", triggerId)
                .addKeyValue(
                        "name", registry.trigger(triggerId).map(Trigger::name).orElse(""))
                .log("trigger stopped: its target is gone, or has failed for too long");
    }
}
