package dev.signalbox.web;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Gives up waiting in time. {@link Future#timeout} would do, but may come back on a thread that is not the caller's.
 */
final class Deadline {

    private Deadline() {}

    /** The same result on the caller's event loop, or a {@link TimeoutException} once {@code patience} is over. */
    static <T> Future<T> within(Vertx vertx, Duration patience, Future<T> future) {
        if (future.isComplete()) {
            return future;
        }
        Context caller = vertx.getOrCreateContext();
        Promise<T> inTime = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, patience.toMillis()), late -> inTime.tryFail(tooLate(patience)));
        future.onComplete((result, failure) -> caller.runOnContext(back -> {
            vertx.cancelTimer(timer);
            if (failure == null) {
                inTime.tryComplete(result);
            } else {
                inTime.tryFail(failure);
            }
        }));
        return inTime.future();
    }

    private static TimeoutException tooLate(Duration patience) {
        return new TimeoutException("no answer within " + patience.toMillis() + " ms");
    }
}
