package dev.signalbox.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several statements that happen together or not at all. */
public final class Transactions {

    private static final Logger LOGGER = LoggerFactory.getLogger(Transactions.class);

    private Transactions() {}

    /**
     * Commits when {@code work} succeeds, and rolls back when it fails. The same as {@link Pool#withTransaction}, whose
     * driver writes past the log when the server goes away between two statements: whoever waits for the next one is told
     * anyway.
     *
     * @return what {@code work} gives; fails with its failure, or with what kept the transaction from being committed
     */
    public static <T> Future<T> in(Pool pool, Function<SqlConnection, Future<T>> work) {
        return pool.withTransaction(connection -> {
            connection.exceptionHandler(cause -> LOGGER.atDebug()
                    .addKeyValue("why", cause.getMessage())
                    .log("a connection ended within a transaction"));
            return work.apply(connection);
        });
    }
}
