package dev.signalbox.events;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.Save;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/events}: one event, an array of them, or NDJSON. A body is read and stored a piece at a time, each
 * piece durable before the next is read, so that the memory a request needs is that of its body and one piece.
 */
final class BulkIngest {

    /** Bodies up to this size are read on the event loop: well under a millisecond, and cheaper than a change of thread. */
    private static final int INLINE_BYTES = 16 << 10;

    private final Edge edge;
    private final EventsConf conf;

    BulkIngest(Edge edge, EventsConf conf) {
        this.edge = edge;
        this.conf = conf;
    }

    void handle(RoutingContext ctx) {
        Form form = Form.of(ctx.request().getHeader(HttpHeaders.CONTENT_TYPE));
        if (form == Form.OTHER) {
            ctx.fail(new FaultException(
                    new Fault.Unsupported("send application/json or application/x-ndjson as Content-Type")));
            return;
        }
        BulkAnswer answer = new BulkAnswer();
        edge.body(ctx, conf.maxBodyBytes())
                .compose(body -> edge.owner(ctx).compose(owner -> store(form, body, owner, answer)))
                .onSuccess(done -> answer.end(ctx))
                .onFailure(cause -> answer.fail(ctx, cause));
    }

    private Future<Void> store(Form form, Buffer body, String owner, BulkAnswer answer) {
        BulkReader reader;
        try {
            EventReader events = new EventReader(conf, owner, EventReader.now());
            reader = form == Form.NDJSON ? new NdjsonReader(body, events) : new JsonReader(body, events);
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
        return storePieces(reader, body.length() <= INLINE_BYTES, answer);
    }

    private Future<Void> storePieces(BulkReader reader, boolean inline, BulkAnswer answer) {
        return read(reader, inline).compose(piece -> {
            answer.reject(piece.rejected());
            return save(piece, answer)
                    .compose(saved -> piece.last() ? Future.succeededFuture() : storePieces(reader, inline, answer));
        });
    }

    private Future<Void> save(BulkReader.Piece piece, BulkAnswer answer) {
        if (piece.drafts().isEmpty()) {
            return Future.succeededFuture();
        }
        return Events.SAVE
                .ask(edge.vertx(), new Save(piece.drafts()))
                .onSuccess(saved -> answer.accept(saved.ids()))
                .mapEmpty();
    }

    private Future<BulkReader.Piece> read(BulkReader reader, boolean inline) {
        return inline
                ? Future.succeededFuture(reader.next(conf.batchEvents()))
                : edge.vertx().executeBlocking(() -> reader.next(conf.batchEvents()), false);
    }

    private enum Form {
        JSON,
        NDJSON,
        OTHER;

        static Form of(@Nullable String contentType) {
            if (contentType == null) {
                return JSON;
            }
            String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
            return switch (type) {
                case "application/json" -> JSON;
                case "application/x-ndjson", "application/ndjson", "application/jsonl" -> NDJSON;
                default -> OTHER;
            };
        }
    }
}
