package dev.signalbox.livelog;

import dev.signalbox.livelog.Representation.Selected;
import dev.signalbox.livelog.Shelf.Opened;
import dev.signalbox.web.TextAnswers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.VertxConnection;
import java.nio.channels.FileChannel;

/** Answers GET and HEAD of a log, whichever port a reader came to. One for the node. Thread-safe. */
final class Outflow {

    private final Shelf shelf;
    private final Workers workers;
    private final LivelogMeters meters;
    private final ProducerPriority priority;

    Outflow(Shelf shelf, Workers workers, LivelogMeters meters, ProducerPriority priority) {
        this.shelf = shelf;
        this.workers = workers;
        this.meters = meters;
        this.priority = priority;
    }

    /**
     * A request, and the log as it found it.
     *
     * @param state at that moment
     * @param log as it is to be sent
     */
    private record Reading(HttpServerRequest request, Opened opened, State state, Representation log) {

        static Reading of(HttpServerRequest request, Opened opened) {
            Representation log = Representation.of(opened.row(), opened.growth());
            // HTTP/1.0 has no way to mark the end of an answer of unknown length, so it gets what there is.
            boolean asItIs = request.version() == HttpVersion.HTTP_1_0 && log.state() == State.LIVE;
            return new Reading(request, opened, log.state(), asItIs ? log.brokenOff() : log);
        }

        HttpServerResponse response() {
            return request.response();
        }

        /** What every answer about the log says of it. */
        HttpServerResponse head(int status) {
            HttpServerResponse response = response();
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
                    .putHeader(HttpHeaders.CACHE_CONTROL, log.etag() == null ? "no-store" : "no-cache")
                    .putHeader(
                            "Signalbox-Generation",
                            Integer.toString(opened.row().key().generation()))
                    .putHeader("Signalbox-State", state.word())
                    .putHeader("Signalbox-Length", Long.toString(log.length()));
            if (log.etag() != null) {
                response.putHeader(HttpHeaders.ETAG, log.etag());
            }
            if (!log.contentEncoding().isEmpty()) {
                response.putHeader(HttpHeaders.VARY, "Accept-Encoding");
            }
            return response;
        }

        /** The same, of one that carries bytes of the log. */
        HttpServerResponse bytes(Selected selected) {
            HttpServerResponse response = selected instanceof Selected.Part part
                    ? head(206).putHeader(HttpHeaders.CONTENT_RANGE, part.contentRange())
                    : head(200);
            return log.contentEncoding().isEmpty()
                    ? response
                    : response.putHeader(HttpHeaders.CONTENT_ENCODING, log.contentEncoding());
        }
    }

    /**
     * Answers once the log is known.
     *
     * @param generation 0 for the latest; one below that there is none
     * @return fails with a {@link dev.signalbox.bus.FaultException} before anything of the answer was written; what goes
     *     wrong later cuts the connection off
     */
    Future<Void> answer(Vertx vertx, HttpServerRequest request, String stream, int generation) {
        if (generation < 0 || !StreamName.isValid(stream)) {
            return Future.failedFuture(StreamName.none());
        }
        // One that begins this moment is waited for, and comes on its producer's event loop: back to the reader's.
        Promise<Opened> found = ((ContextInternal) vertx.getOrCreateContext()).promise();
        shelf.open(stream, generation).onComplete(found);
        return found.future().compose(opened -> respond(vertx, Reading.of(request, opened)));
    }

    private Future<Void> respond(Vertx vertx, Reading reading) {
        Representation log = reading.log();
        Selected selected = log.select(reading.request().headers());
        return switch (selected) {
            case Selected.NotModified _ -> reading.head(304).end();
            case Selected.PreconditionFailed _ -> reading.head(412).end("the log is not the one that If-Match names\n");
            case Selected.NotAcceptable _ ->
                reading.head(406)
                        .end("the log is kept as it came, "
                                + (log.contentEncoding().isEmpty()
                                        ? "without a Content-Encoding\n"
                                        : "in Content-Encoding " + log.contentEncoding() + "\n"));
            case Selected.Unsatisfiable none ->
                reading.head(416)
                        .putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + none.length())
                        .end("the log has " + none.length() + " bytes\n");
            case Selected.Whole whole ->
                bytes(vertx, reading, whole, 0, log.state() == State.LIVE ? Long.MAX_VALUE : log.length() - 1);
            case Selected.Part part -> bytes(vertx, reading, part, part.first(), part.last());
        };
    }

    private Future<Void> bytes(Vertx vertx, Reading reading, Selected selected, long first, long last) {
        if (HttpMethod.HEAD.equals(reading.request().method())) {
            HttpServerResponse response = reading.bytes(selected);
            // What is still to come has no length yet, so none is stated: as in the answer to a GET.
            if (last < reading.log().length()) {
                response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(last - first + 1));
            }
            return response.end();
        }
        // The file first: should it be gone, nothing has been said yet.
        return shelf.read(reading.opened().row().key())
                .compose(file -> send(vertx, reading, selected, file, first, last));
    }

    private Future<Void> send(
            Vertx vertx, Reading reading, Selected selected, FileChannel file, long first, long last) {
        HttpServerResponse response = reading.bytes(selected);
        if (last < reading.log().length()) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(last - first + 1));
        } else {
            response.setChunked(true);
        }
        Outlet outlet = outlet(reading.request(), file);
        Download download = new Download(loop(vertx), outlet, reading.opened().growth(), meters, priority, first, last);
        meters.reads(download);
        response.closeHandler(closed -> download.gone());
        return response.writeHead()
                .compose(written -> download.run())
                .compose(end -> end == Download.End.WHOLE ? response.end() : TextAnswers.cutOff(response))
                .onComplete(ended -> {
                    meters.left(download);
                    outlet.close();
                })
                // Begun as it is, it can only be cut off; and where the reader has gone that has happened already.
                .recover(cause -> response.closed() ? Future.succeededFuture() : TextAnswers.cutOff(response));
    }

    /** Each request has a context of its own; that of the event loop is the same for all of its readers. */
    private static Context loop(Vertx vertx) {
        return ((ContextInternal) vertx.getOrCreateContext()).unwrap();
    }

    private Outlet outlet(HttpServerRequest request, FileChannel file) {
        boolean plain = !request.isSSL() && request.version() != HttpVersion.HTTP_2;
        return plain && request.connection() instanceof VertxConnection connection
                ? new RegionOutlet(connection, file)
                : new CopyOutlet(workers, request.response(), file);
    }
}
