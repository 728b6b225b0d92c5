package dev.signalbox.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * One web instance as its features see it. A handler answers, or calls {@code ctx.fail(cause)}: a
 * {@link dev.signalbox.bus.FaultException} becomes its status code and body in exactly one place, whatever the route.
 * Confined to the instance's event loop.
 */
public interface Edge {

    Vertx vertx();

    /**
     * Where to mount. The guards (host, origin, identity of the caller) have already run when a route's handler does.
     */
    Router router();

    /**
     * The whole request body as it was before any {@code Content-Encoding} (none, gzip, zstd). Whatever the content
     * type says, nothing is parsed. Must be called before the handler returns.
     *
     * @param maxBytes limit before and after decompression
     * @return fails with a fault: TooLarge, TooSlow, Unsupported (unknown encoding), Invalid (broken encoding, broken
     *     connection), Unavailable (the node holds too many bodies already)
     */
    Future<Buffer> body(RoutingContext ctx, int maxBytes);

    /** Who sent this request, from the chain of resolvers; never fails, never takes longer than the chain's limit. */
    Future<String> owner(RoutingContext ctx);

    /**
     * The address under which this request reached the node, such as {@code http://127.0.0.1:8080}, for command lines.
     */
    String baseUrl(RoutingContext ctx);
}
