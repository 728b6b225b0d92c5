package dev.signalbox.livelog;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One reader on its way through a log: sends what is there, then waits for more, until the byte it was promised as the last
 * or the end of the log. It reads at its own pace and holds no bytes, so it may be as slow as it likes. Confined to its
 * response's event loop.
 */
final class Download {

    /** What one reader is sent before others of its event loop have their turn. */
    private static final long TURN = 1 << 20;

    /** Who follows a calm log has less than this to come, and need not give way. */
    private static final long SMALL = 64 << 10;

    /** How a download ended. */
    enum End {
        /** Everything was sent. */
        WHOLE,
        /** The producer broke off before everything was there. */
        BROKEN
    }

    private final Context context;
    private final Outlet outlet;
    private final Growth growth;
    private final Growth.Waiting waiting;
    private final LivelogMeters meters;
    private final ProducerPriority priority;
    private final ProducerPriority.Turns turns;
    private final long last;
    private final Promise<End> promise = Promise.promise();
    /** One object, by which the wait is ended too. */
    private final Runnable more = this::proceed;

    /** Written by the event loop alone, read by the gauge. */
    private volatile long position;

    private boolean running;
    private boolean again;
    private boolean sending;
    private boolean givingWay;
    private boolean myTurn;

    /** @param last the last byte to send; {@link Long#MAX_VALUE} when it is the log's */
    Download(
            Context context,
            Outlet outlet,
            Growth growth,
            LivelogMeters meters,
            ProducerPriority priority,
            long first,
            long last) {
        this.context = context;
        this.outlet = outlet;
        this.growth = growth;
        this.waiting = growth.on(context);
        this.meters = meters;
        this.priority = priority;
        this.turns = priority.on(context);
        this.position = first;
        this.last = last;
    }

    /** Fails when the connection is gone or the file cannot be read. */
    Future<End> run() {
        proceed();
        return promise.future();
    }

    /** The client is gone: nothing more will be sent. */
    void gone() {
        waiting.forget(more);
        promise.tryFail("the reader is gone");
    }

    /** Bytes that are there and not sent yet. */
    long lag() {
        return Math.max(0, growth.length() - position);
    }

    /** A connection that takes everything at once completes before {@code send} returns; this keeps that from nesting. */
    private void proceed() {
        again = true;
        if (running) {
            return;
        }
        running = true;
        while (again) {
            again = false;
            step();
        }
        running = false;
    }

    private void step() {
        if (sending || givingWay || promise.future().isComplete()) {
            return;
        }
        // The state before the length: once it is an end, the length is final.
        State state = growth.state();
        long available = Math.min(growth.length() - 1, last) + 1 - position;
        if (available > SMALL && priority.active() && !myTurn) {
            giveWay();
        } else if (available > 0) {
            send(Math.min(available, TURN));
        } else if (position > last || state == State.DONE) {
            promise.tryComplete(End.WHOLE);
        } else if (state == State.BROKEN) {
            promise.tryComplete(End.BROKEN);
        } else {
            waiting.await(more);
        }
    }

    private void giveWay() {
        givingWay = true;
        turns.await(() -> {
            givingWay = false;
            myTurn = true;
            proceed();
        });
    }

    private void send(long count) {
        sending = true;
        myTurn = false;
        long next = position + count;
        outlet.send(position, count).onComplete((sent, cause) -> {
            sending = false;
            if (cause != null) {
                promise.tryFail(cause);
                return;
            }
            position = next;
            meters.sent(count);
            if (count < TURN) {
                proceed();
            } else {
                context.runOnContext(turn -> proceed());
            }
        });
    }
}
