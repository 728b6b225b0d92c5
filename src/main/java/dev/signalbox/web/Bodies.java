package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads request bodies: bounded in size, in time and over the node. Confined to the instance's event loop, except that
 * large bodies are unpacked on {@code workers}.
 */
final class Bodies {

    /** Packed bodies up to this size are unpacked on the spot, as long as they stay below {@link #INLINE_UNPACKED}. */
    private static final int INLINE_PACKED = 64 << 10;

    /** Takes about a millisecond, which is what one request may cost all others of its event loop. */
    private static final int INLINE_UNPACKED = 512 << 10;

    /** A body beyond this stays on the budget until its request is answered, since its handler still has it. */
    private static final int LARGE = 64 << 10;

    private final Connections connections;
    private final BodyBudget budget;
    private final WorkerExecutor workers;

    Bodies(Connections connections, BodyBudget budget, WorkerExecutor workers) {
        this.connections = connections;
        this.budget = budget;
        this.workers = workers;
    }

    Future<Buffer> read(RoutingContext ctx, int maxBytes) {
        HttpServerRequest request = ctx.request();
        String coding = request.headers().get(HttpHeaders.CONTENT_ENCODING);
        Encoding encoding = Encoding.of(coding);
        if (encoding == null) {
            return refused(new Fault.Unsupported(
                    "Content-Encoding \"" + coding + "\" is not understood; use one of " + Problem.ENCODINGS));
        }
        if (declaredLength(request) > maxBytes) {
            return refused(BodyReader.tooLarge(maxBytes));
        }
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            request.response().writeContinue();
        }
        return encoding == Encoding.IDENTITY
                ? collect(request, maxBytes, held -> settle(ctx, held))
                : collect(request, maxBytes, held -> {}).compose(packed -> unpack(ctx, packed, encoding, maxBytes));
    }

    private Future<Buffer> collect(HttpServerRequest request, int maxBytes, IntConsumer whole) {
        BodyReader reader = new BodyReader(request, maxBytes, budget, whole);
        Peer peer = connections.of(request.connection());
        if (peer != null) {
            peer.reading(reader);
        }
        return reader.read();
    }

    private Future<Buffer> unpack(RoutingContext ctx, Buffer packed, Encoding encoding, int maxBytes) {
        Unpacking unpacking = new Unpacking(encoding, budget);
        return unpackSomewhere(unpacking, packed, maxBytes).andThen((body, failure) -> {
            budget.give(packed.length());
            settle(ctx, unpacking.held());
        });
    }

    private Future<Buffer> unpackSomewhere(Unpacking unpacking, Buffer packed, int maxBytes) {
        try {
            int inline = Math.min(maxBytes, INLINE_UNPACKED);
            Buffer body = packed.length() > INLINE_PACKED ? null : unpacking.unpack(packed, inline);
            return body != null
                    ? Future.succeededFuture(body)
                    : workers.executeBlocking(() -> whole(unpacking.unpack(packed, maxBytes), maxBytes), false);
        } catch (FaultException e) {
            return Future.failedFuture(e);
        }
    }

    private static Buffer whole(@Nullable Buffer body, int maxBytes) {
        if (body == null) {
            throw new FaultException(
                    new Fault.TooLarge("the body is larger than " + maxBytes + " bytes once decompressed"));
        }
        return body;
    }

    private void settle(RoutingContext ctx, long held) {
        if (held <= LARGE) {
            budget.give(held);
        } else {
            ctx.addEndHandler(answered -> budget.give(held));
        }
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Future<Buffer> refused(Fault fault) {
        return Future.failedFuture(new FaultException(fault));
    }
}
