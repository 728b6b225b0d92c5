package dev.signalbox.events;

import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.db.SqlFaults;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Consumer;

/**
 * A writer number, held as a PostgreSQL advisory lock for as long as its connection lives, so that no two writers of one
 * database make the same id. The number is free again the moment the connection ends, however it ends.
 */
final class LeaseSql {

    // The first half of the two-part advisory lock key: "sbwr".
    private static final int LOCKS = 0x73627772;

    private final Pool pool;

    LeaseSql(Pool pool) {
        this.pool = pool;
    }

    /**
     * @param lost told why, as far as PostgreSQL said, when the connection ends without {@link Lease#end}
     */
    Future<Lease> take(Consumer<String> lost) {
        return pool.getConnection()
                .compose(connection -> number(connection)
                        .map(number -> new Lease(number, connection, lost))
                        .onFailure(cause -> connection.close()))
                .recover(cause ->
                        Future.failedFuture(cause instanceof FaultException ? cause : SqlFaults.translate(cause)));
    }

    private static Future<Integer> number(SqlConnection connection) {
        // The scan stops at the first number whose lock it gets.
        return connection
                .preparedQuery(
                        "select n from generate_series(0, $2::int - 1) as n where pg_try_advisory_lock($1::int, n) limit 1")
                .execute(Tuple.of(LOCKS, EventId.WRITERS))
                .compose(rows -> rows.size() == 1
                        ? Future.succeededFuture(rows.iterator().next().getInteger(0))
                        : Future.failedFuture(new FaultException(
                                new Fault.Unavailable("all " + EventId.WRITERS + " writer numbers are taken", 5))));
    }

    /** A number that is ours until it ends. */
    static final class Lease {

        private final int number;
        private final SqlConnection connection;
        private String why = "";
        private boolean ended;

        private Lease(int number, SqlConnection connection, Consumer<String> lost) {
            this.number = number;
            this.connection = connection;
            // What the server says before it ends a connection that waits for nothing; the first is the reason of what
            // follows. Unheard, it would be printed.
            connection.exceptionHandler(cause -> why = why.isEmpty() ? words(cause) : why);
            connection.closeHandler(closed -> {
                if (!ended) {
                    ended = true;
                    lost.accept(why.isEmpty() ? "it was closed" : why);
                }
            });
        }

        private static String words(Throwable cause) {
            return String.valueOf(cause instanceof PgException said ? said.getErrorMessage() : cause.getMessage());
        }

        int number() {
            return number;
        }

        Future<Void> end() {
            if (ended) {
                return Future.succeededFuture();
            }
            ended = true;
            // A pooled connection goes back to the pool with its session, so the lock must be given back by name.
            return connection
                    .query("select pg_advisory_unlock_all()")
                    .execute()
                    .eventually(connection::close)
                    .mapEmpty();
        }
    }
}
