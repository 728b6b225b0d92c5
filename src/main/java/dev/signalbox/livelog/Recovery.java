package dev.signalbox.livelog;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds logs that the table takes for live although nobody writes them: after the start of a node, those that broke off
 * when it ended without a chance to say so; later, those whose end the database was not there to be told of.
 */
final class Recovery {

    private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);

    private final Shelf shelf;
    private boolean running;

    Recovery(Shelf shelf) {
        this.shelf = shelf;
    }

    Future<Void> run() {
        return shelf.sql().live(shelf.node()).compose(rows -> {
            Future<Void> next = Future.succeededFuture();
            for (LogRow row : rows) {
                next = next.compose(done -> shelf.mend(row));
            }
            return next;
        });
    }

    /** Now and then. Does nothing while it is at it, and never fails. */
    void repeat() {
        if (running) {
            return;
        }
        running = true;
        run().onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("why", cause.getMessage())
                        .log("logs that broke off could not be looked for, will be tried again"))
                .onComplete(done -> running = false);
    }
}
