package dev.signalbox.events;

import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Stored;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores what arrives while earlier statements are under way as one statement, then answers all of it. There is no
 * timer: an event that arrives alone is stored alone at once, and the busier the node, the larger its batches.
 *
 * <p>Statements overlap, but their requests are answered and their events announced in id order. That is what lets a
 * stream use an event's id as its position: when an event is announced, nothing with a smaller id will follow it.
 *
 * <p>Not thread-safe: the writer's event loop owns it.
 */
final class GroupCommit {

    /** What a draft costs in memory beyond its text, roughly: the objects, and its place in the arrays of a statement. */
    private static final int DRAFT_OVERHEAD_BYTES = 200;

    /**
     * A statement takes milliseconds. When one has been under way for so long, the database hangs or is about to, and nobody
     * knows for how long: who is not part of it yet is told so, rather than kept waiting.
     */
    private static final Duration STALL = Duration.ofSeconds(4);

    private static final String STALLED = "the database has not answered for some seconds";

    /** Text per statement. A larger one would hold the answers of small events back behind it. */
    private static final long BATCH_BYTES = 4L << 20;

    private final EventsConf conf;
    private final IdClock ids;
    private final Function<Batch, Future<Void>> insert;
    private final Consumer<Stored> announce;
    private final IngestMetrics metrics;
    private final LongSupplier nanoClock;

    private final ArrayDeque<Batch.Waiting> queue = new ArrayDeque<>();
    private final ArrayDeque<Batch> underWay = new ArrayDeque<>();
    private int unsettled;
    private int queuedEvents;
    private long queuedBytes;
    private long announced;
    private boolean open;
    private boolean held;
    private long heldSince;
    private @Nullable Promise<Void> quiet;
    private @Nullable Promise<Void> drained;

    /** @param insert completes when the outcome of every part of the batch is known; never fails */
    GroupCommit(
            EventsConf conf,
            IdClock ids,
            Function<Batch, Future<Void>> insert,
            Consumer<Stored> announce,
            IngestMetrics metrics,
            LongSupplier nanoClock) {
        this.conf = conf;
        this.ids = ids;
        this.insert = insert;
        this.announce = announce;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        this.announced = ids.frontier();
        metrics.watch(() -> queuedEvents, () -> queuedBytes);
    }

    /** Until opened, and after it is shut, saving fails with {@link Fault.Unavailable}. */
    void open(boolean accepting) {
        open = accepting;
    }

    /** Completes with the drafts' ids once they are committed. */
    Future<List<Long>> save(List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        long bytes = bytes(drafts);
        if (!open) {
            return refuse("not_ready", drafts.size(), "the store is not ready");
        }
        if (stalled()) {
            return refuse("stalled", drafts.size(), STALLED);
        }
        boolean full = queuedEvents + drafts.size() > conf.queueEvents() || queuedBytes + bytes > conf.queueBytes();
        // A request larger than the whole queue is let into an empty one: it must not be refused for ever.
        if (full && queuedEvents > 0) {
            return refuse("queue_full", drafts.size(), "too many events are waiting for the database");
        }
        Promise<List<Long>> answer = Promise.promise();
        queue.add(new Batch.Waiting(drafts, bytes, answer));
        queuedEvents += drafts.size();
        queuedBytes += bytes;
        metrics.accepted(drafts.size());
        pump();
        return answer.future();
    }

    /**
     * Everything of this writer up to and including this id is settled: committed and announced, or failed. Nothing will
     * be stored at or below it.
     */
    long position() {
        return underWay.isEmpty() ? ids.frontier() : underWay.getFirst().first() - 1;
    }

    /** Whether a small event would be let into the queue now. */
    boolean accepting() {
        return open && !stalled() && queuedEvents < conf.queueEvents() && queuedBytes < conf.queueBytes();
    }

    /**
     * Refuses what waits if the database hangs; what is under way stays so, since it may yet be stored. To be called every
     * now and then.
     */
    void look() {
        if (stalled()) {
            List<Batch.Waiting> refused = List.copyOf(queue);
            queue.clear();
            queuedEvents = 0;
            queuedBytes = 0;
            refused.forEach(waiting ->
                    refuse("stalled", waiting.drafts().size(), STALLED).onComplete(waiting.answer()));
            tellWhoWaits();
        }
    }

    boolean idle() {
        return queue.isEmpty() && underWay.isEmpty();
    }

    /** Completes when everything that was let in is answered. Once asked, nothing more is let in. */
    Future<Void> drain() {
        open = false;
        Promise<Void> promise = Promise.promise();
        drained = promise;
        tellWhoWaits();
        return promise.future();
    }

    /**
     * Runs {@code task} while no statement is under way: what was stored before it is announced, and what waits is
     * stored after it. One at a time.
     */
    <T> Future<T> alone(Supplier<Future<T>> task) {
        if (held) {
            return Future.failedFuture(new FaultException(new Fault.Conflict("the events are being cleared already")));
        }
        held = true;
        heldSince = nanoClock.getAsLong();
        Promise<Void> promise = Promise.promise();
        quiet = promise;
        tellWhoWaits();
        return promise.future().compose(now -> task.get()).onComplete(done -> {
            held = false;
            pump();
        });
    }

    private Future<List<Long>> refuse(String reason, int events, String why) {
        metrics.rejected(reason, events);
        return Future.failedFuture(new FaultException(new Fault.Unavailable(why, 1)));
    }

    private boolean stalled() {
        return (held && isLongAgo(heldSince))
                || (!underWay.isEmpty() && isLongAgo(underWay.getFirst().started()));
    }

    private boolean isLongAgo(long nanos) {
        return nanoClock.getAsLong() - nanos > STALL.toNanos();
    }

    private void pump() {
        while (!held && unsettled < conf.batchesInFlight() && !queue.isEmpty()) {
            Batch batch = new Batch(take(), ids, nanoClock.getAsLong());
            underWay.add(batch);
            unsettled++;
            insert.apply(batch).onComplete(done -> {
                metrics.committed(batch, nanoClock.getAsLong() - batch.started());
                settle(batch);
            });
        }
    }

    private List<Batch.Waiting> take() {
        List<Batch.Waiting> taken = new ArrayList<>();
        int events = 0;
        long bytes = 0;
        while (!queue.isEmpty()) {
            Batch.Waiting next = queue.peek();
            boolean fits = events + next.drafts().size() <= conf.batchEvents() && bytes + next.bytes() <= BATCH_BYTES;
            if (!fits && !taken.isEmpty()) {
                break;
            }
            taken.add(queue.remove());
            events += next.drafts().size();
            bytes += next.bytes();
        }
        queuedEvents -= events;
        queuedBytes -= bytes;
        return taken;
    }

    private void settle(Batch batch) {
        batch.settle();
        unsettled--;
        pump();
        while (!underWay.isEmpty() && underWay.getFirst().settled()) {
            finish(underWay.removeFirst());
        }
        tellWhoWaits();
    }

    private void tellWhoWaits() {
        if (quiet != null && underWay.isEmpty()) {
            quiet.tryComplete();
            quiet = null;
        }
        if (drained != null && idle()) {
            drained.tryComplete();
            drained = null;
        }
    }

    private void finish(Batch batch) {
        if (batch.failed()) {
            // What failed may have been committed although its answer was lost. A piece that does not join the one
            // before makes every stream look the gap up in the store.
            announced = batch.first();
        }
        announce(batch.last(), batch.failed() ? List.of() : batch.stored());
        batch.answer();
    }

    private void announce(long through, List<Event> events) {
        announce.accept(new Stored(announced, through, events));
        announced = through;
    }

    private static long bytes(List<Draft> drafts) {
        long bytes = 0;
        // Two bytes a char, as in memory when one of them is not Latin.
        for (Draft draft : drafts) {
            bytes += DRAFT_OVERHEAD_BYTES
                    + Character.BYTES
                            * (draft.message().length()
                                    + draft.metadata().length()
                                    + draft.origin().length());
        }
        return bytes;
    }
}
