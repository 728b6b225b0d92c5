package dev.signalbox.events;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Events.Save;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends the single events of one web instance to the store. What arrives while earlier calls are unanswered goes with
 * the next call, so that under load the cost of crossing the bus is shared and calls in flight are few. One event alone
 * is sent at once. Confined to one event loop.
 */
final class SaveFunnel {

    /**
     * While the call of one web instance is being stored, the next one's gathers. With two at once the batches were a
     * third smaller, and the fixed cost of a statement was paid that much more often.
     */
    private static final int CALLS_IN_FLIGHT = 1;

    /** A call that is not answered by then is waited for beside the next, which may learn that the database hangs. */
    private static final long PATIENCE_MILLIS = 2_000;

    /** Events per call; at the largest message the call holds 64 MiB of text. */
    private static final int EVENTS_PER_CALL = 1_024;

    private record Waiting(Draft draft, Promise<Long> answer) {

        /** Two bytes a char, as in memory when one of them is not Latin. */
        long bytes() {
            return (long) Character.BYTES
                    * (draft.message().length() + draft.origin().length());
        }
    }

    private final Vertx vertx;
    private final int capacity;
    private final long capacityBytes;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private long queuedBytes;
    private int inFlight;

    /** @param capacity events, and bytes of them, that may wait here; beyond it saving fails with {@link Fault.Unavailable} */
    SaveFunnel(Vertx vertx, int capacity, long capacityBytes) {
        this.vertx = vertx;
        this.capacity = capacity;
        this.capacityBytes = capacityBytes;
    }

    /** Completes with the event's id once it is durable. */
    Future<Long> save(Draft draft) {
        if (queue.size() >= capacity || queuedBytes >= capacityBytes) {
            return Future.failedFuture(
                    new FaultException(new Fault.Unavailable("too many events are waiting for the store", 1)));
        }
        Promise<Long> answer = Promise.promise();
        Waiting waiting = new Waiting(draft, answer);
        queue.add(waiting);
        queuedBytes += waiting.bytes();
        pump();
        return answer.future();
    }

    private void pump() {
        while (inFlight < CALLS_IN_FLIGHT && !queue.isEmpty()) {
            List<Waiting> group = new ArrayList<>(Math.min(queue.size(), EVENTS_PER_CALL));
            while (!queue.isEmpty() && group.size() < EVENTS_PER_CALL) {
                Waiting next = queue.remove();
                queuedBytes -= next.bytes();
                group.add(next);
            }
            inFlight++;
            long timer = vertx.setTimer(PATIENCE_MILLIS, late -> next());
            send(group).onComplete(done -> {
                if (vertx.cancelTimer(timer)) {
                    next();
                }
            });
        }
    }

    private void next() {
        inFlight--;
        pump();
    }

    private Future<Void> send(List<Waiting> group) {
        return ask(group).recover(cause -> {
            if (group.size() > 1 && cause instanceof FaultException known && known.fault() instanceof Fault.Invalid) {
                return oneByOne(group);
            }
            group.forEach(waiting -> waiting.answer().fail(cause));
            return Future.succeededFuture();
        });
    }

    /** The store refused a value of one of them: only that one may fail. */
    private Future<Void> oneByOne(List<Waiting> group) {
        Future<Void> done = Future.succeededFuture();
        for (Waiting waiting : group) {
            done = done.compose(before -> send(List.of(waiting)));
        }
        return done;
    }

    private Future<Void> ask(List<Waiting> group) {
        Save save = new Save(group.stream().map(Waiting::draft).toList());
        return Events.SAVE.ask(vertx, save).map(saved -> {
            for (int i = 0; i < group.size(); i++) {
                group.get(i).answer().complete(saved.ids().get(i));
            }
            return null;
        });
    }
}
