package dev.signalbox.events;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's writer number: held, and taken again when the connection that holds it ends. In between the writer must not
 * make ids, since another node may hold the number then. Not thread-safe: the writer's event loop owns it.
 */
final class WriterNumber {

    private static final Logger LOGGER = LoggerFactory.getLogger(WriterNumber.class);

    private static final Duration RETRY = Duration.ofMillis(500);

    private final Vertx vertx;
    private final LeaseSql leases;
    private LeaseSql.@Nullable Lease lease;
    private boolean ended;

    WriterNumber(Vertx vertx, LeaseSql leases) {
        this.vertx = vertx;
        this.leases = leases;
    }

    /**
     * @param lost runs whenever the number is lost
     * @param retaken runs with the new number when there is one again
     * @return the first number
     */
    Future<Integer> take(Runnable lost, IntConsumer retaken) {
        Consumer<String> again = why -> {
            if (!ended) {
                LOGGER.atWarn()
                        .addKeyValue("why", why)
                        .log("the database connection that holds the writer number ended");
                lost.run();
                retake(lost, retaken);
            }
        };
        return leases.take(again).onSuccess(taken -> lease = taken).map(LeaseSql.Lease::number);
    }

    Future<Void> end() {
        ended = true;
        return lease == null ? Future.succeededFuture() : lease.end();
    }

    private void retake(Runnable lost, IntConsumer retaken) {
        take(lost, retaken)
                .onSuccess(number -> {
                    LOGGER.atInfo().addKeyValue("writer", number).log("writing again");
                    retaken.accept(number);
                })
                .onFailure(cause -> vertx.setTimer(RETRY.toMillis(), timer -> retake(lost, retaken)));
    }
}
