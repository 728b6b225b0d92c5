package dev.signalbox.db;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Says what a failed statement means for who asked: try again later, where PostgreSQL or the way to it is at fault; a
 * defect, where the statement is. Every class that runs SQL passes its failures through here.
 *
 * <p>When a connection breaks while a commit is under way, nobody can know whether it took place. That too is answered
 * "unavailable": the asker repeats, and may so do twice what was asked once.
 */
public final class SqlFaults {

    /** Seconds after which a server that restarts, or a burst of requests, is over. */
    private static final int SOON = 1;

    /** Seconds for what only a person ends. */
    private static final int LATER = 10;

    /** How messages of the driver and its pool begin that are about the connection. */
    private static final List<String> CONNECTION_MESSAGES =
            List.of("Connection", "Timeout", "Pool closed", "SSL handshake failed", "Pending requests failed");

    private SqlFaults() {}

    /** The fault behind a failed statement. Defects are logged here, once. */
    public static FaultException translate(Throwable cause) {
        if (cause instanceof FaultException known) {
            return known;
        }
        Fault.Unavailable unavailable =
                cause instanceof PgException refused ? ofState(refused.getSqlState()) : ofWay(cause);
        if (unavailable != null) {
            return new FaultException(unavailable);
        }
        return new FaultException(FaultException.of(cause));
    }

    /** By SQLSTATE, see PostgreSQL's appendix of error codes; null where the statement is to blame. */
    private static Fault.@Nullable Unavailable ofState(@Nullable String state) {
        return switch (state) {
            case null -> null;
            case "53100" -> new Fault.Unavailable("the disk under PostgreSQL is full", LATER);
            case "53200" -> new Fault.Unavailable("PostgreSQL is out of memory", LATER);
            case "53300" -> new Fault.Unavailable("PostgreSQL has no free connection slot", SOON);
            case "57014" ->
                new Fault.Unavailable(
                        "the database took longer than database.statement-timeout and was told to stop", SOON);
            case "57P03" -> new Fault.Unavailable("PostgreSQL is starting or recovering", SOON);
            case "25006" -> new Fault.Unavailable("PostgreSQL is read-only", LATER);
            case "55P03" -> new Fault.Unavailable("another transaction holds a lock on the same rows", SOON);
            default -> ofClass(state.substring(0, Math.min(2, state.length())));
        };
    }

    private static Fault.@Nullable Unavailable ofClass(String stateClass) {
        return switch (stateClass) {
            case "08" -> new Fault.Unavailable("the connection to PostgreSQL broke", SOON);
            case "28", "3D" -> new Fault.Unavailable("PostgreSQL refuses this node's login, see database.url", LATER);
            case "40" -> new Fault.Unavailable("the database gave precedence to another transaction", SOON);
            case "53" -> new Fault.Unavailable("PostgreSQL is short of resources", LATER);
            case "57" -> new Fault.Unavailable("PostgreSQL is shutting down or restarting", SOON);
            case "58" -> new Fault.Unavailable("PostgreSQL cannot read or write its files", LATER);
            default -> null;
        };
    }

    private static Fault.@Nullable Unavailable ofWay(Throwable cause) {
        return switch (cause) {
            case ConnectionPoolTooBusyException full ->
                new Fault.Unavailable("too many requests wait for a database connection", SOON);
            case TimeoutException late -> new Fault.Unavailable("the database did not answer in time", SOON);
            case IOException broken -> new Fault.Unavailable("PostgreSQL is not reachable", SOON);
            case ClosedConnectionException closed -> new Fault.Unavailable("the connection to PostgreSQL broke", SOON);
            case VertxException other
            when tellsOfTheWay(other) -> new Fault.Unavailable("no connection to PostgreSQL", SOON);
            default -> null;
        };
    }

    /**
     * One type serves the driver for broken connections and for parameters that do not fit: only the text tells them
     * apart.
     */
    private static boolean tellsOfTheWay(VertxException failure) {
        String message = String.valueOf(failure.getMessage());
        return CONNECTION_MESSAGES.stream().anyMatch(message::startsWith);
    }
}
