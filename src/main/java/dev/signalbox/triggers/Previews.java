package dev.signalbox.triggers;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Triggers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tries triggers on events that are stored already. That is done by workers and for half a second, as an expression may take
 * a quarter of one for a single long message. Confined to one event loop.
 */
final class Previews {

    /** Newest events that are looked at; the store gives fewer when they are long. */
    private static final int LOOKED = 1_000;

    private static final int SHOWN = 50;

    /** At once: each has one of the node's six workers for itself, and holds some MB of events. */
    static final int PLACES = 4;

    /** For matching. Whatever it takes, one event is looked at. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final int RETRY_SECONDS = 1;

    private final Vertx vertx;
    private int underWay;

    Previews(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Which of the newest events a trigger would match; of fewer events when its expression is slow. */
    Future<Triggers.Previewed> look(Trigger trigger) {
        return look(trigger, Events.Filter.ALL, Integer.MAX_VALUE);
    }

    /** The newest event that a trigger would match, among the newest of those that all but its expression let through. */
    Future<Optional<Event>> newest(Trigger trigger) {
        Events.Filter filter = new Events.Filter(
                trigger.severities().stream().sorted().toList(), trigger.kinds(), trigger.origins(), "", null, null);
        return look(trigger, filter, 1)
                .map(previewed -> previewed.events().stream().findFirst());
    }

    /** @param enough matches after which no more are looked for */
    private Future<Triggers.Previewed> look(Trigger trigger, Events.Filter filter, int enough) {
        if (underWay >= PLACES) {
            return Future.failedFuture(new FaultException(new Fault.Unavailable(
                    "as many triggers are being tried on stored events as the node does at once", RETRY_SECONDS)));
        }
        underWay++;
        return Events.FIND
                .ask(vertx, new Events.Find(filter, Long.MAX_VALUE, LOOKED))
                .compose(found -> vertx.executeBlocking(() -> matching(trigger, found.events(), enough), false))
                .onComplete(done -> underWay--);
    }

    private static Triggers.Previewed matching(Trigger trigger, List<Event> events, int enough) {
        // Whatever keeps it from firing now: who looks wants to know what it would do.
        Snapshot snapshot = Snapshot.of(List.of(trigger.running()));
        long began = System.nanoTime();
        int looked = 0;
        int matched = 0;
        List<Event> shown = new ArrayList<>();
        for (Event event : events) {
            looked++;
            if (!snapshot.matching(event).isEmpty()) {
                matched++;
                if (matched <= SHOWN) {
                    shown.add(event);
                }
            }
            if (matched >= enough || System.nanoTime() - began > PATIENCE.toNanos()) {
                break;
            }
        }
        return new Triggers.Previewed(looked, matched, shown);
    }
}
