package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects one request body within its limits. What it holds is taken from the node's budget, and given back after a
 * failure; then the rest of the body is read and thrown away.
 */
final class BodyReader implements Handler<Buffer> {

    /** Slower than this after the first grace is not an upload but a hold on memory. */
    private static final long MIN_BYTES_PER_SECOND = 16 << 10;

    private final HttpServerRequest request;
    private final int maxBytes;
    private final BodyBudget budget;
    private final IntConsumer whole;
    private final Promise<Buffer> promise = Promise.promise();
    private @Nullable Buffer body;
    private boolean copied;
    private boolean done;
    private int received;
    private long seenAt;

    /** @param whole told, just before the body is handed over, for how many bytes of it the budget is now owed */
    BodyReader(HttpServerRequest request, int maxBytes, BodyBudget budget, IntConsumer whole) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.budget = budget;
        this.whole = whole;
    }

    Future<Buffer> read() {
        request.handler(this).endHandler(ended -> finish()).exceptionHandler(this::broken);
        return promise.future();
    }

    @Override
    public void handle(Buffer chunk) {
        if (done) {
            return;
        }
        if (chunk.length() > maxBytes - received) {
            fail(tooLarge(maxBytes));
        } else if (!budget.take(chunk.length())) {
            fail(overBudget());
        } else {
            received += chunk.length();
            append(chunk);
        }
    }

    /** Counts from when the sweep first sees the body, so that a body which is here at once never asks the clock. */
    boolean overdue(long now, long patienceNanos) {
        if (done) {
            return false;
        }
        if (seenAt == 0) {
            seenAt = now;
        }
        long earned = received * 1_000_000_000L / MIN_BYTES_PER_SECOND;
        return now - seenAt > patienceNanos + earned;
    }

    void expire() {
        fail(new Fault.TooSlow("the request body took too long: " + received + " bytes have arrived"));
    }

    static Fault tooLarge(int maxBytes) {
        return new Fault.TooLarge("the body is larger than " + maxBytes + " bytes");
    }

    static Fault overBudget() {
        return new Fault.Unavailable("the node is holding as many request bodies as http.body-budget allows", 1);
    }

    /** The usual body comes in one piece, which is then handed on as it is. */
    private void append(Buffer chunk) {
        if (body == null) {
            body = chunk;
        } else if (copied) {
            body.appendBuffer(chunk);
        } else {
            body = Buffer.buffer(2 * (body.length() + chunk.length()))
                    .appendBuffer(body)
                    .appendBuffer(chunk);
            copied = true;
        }
    }

    private void finish() {
        if (!done) {
            done = true;
            whole.accept(received);
            promise.complete(body == null ? Buffer.buffer() : body);
        }
    }

    private void broken(Throwable cause) {
        fail(new Fault.Invalid("", "the connection broke before the whole body had arrived"));
    }

    private void fail(Fault fault) {
        if (!done) {
            done = true;
            body = null;
            budget.give(received);
            received = 0;
            promise.fail(new FaultException(fault));
        }
    }
}
