package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFaultsTest {

    @ParameterizedTest
    @CsvSource({
        "08006, connection",
        "25006, read-only",
        "28P01, database.url",
        "3D000, database.url",
        "40001, another transaction",
        "40P01, another transaction",
        "53100, the disk under PostgreSQL is full",
        "53200, out of memory",
        "53300, no free connection slot",
        "53400, short of resources",
        "55P03, holds a lock",
        "57014, database.statement-timeout",
        "57P01, shutting down",
        "57P02, shutting down",
        "57P03, starting or recovering",
        "58030, cannot read or write its files",
    })
    void whatTheOperatorCanMendIsUnavailableAndSaysWhat(String state, String words) {
        Fault fault = SqlFaults.translate(refused(state)).fault();

        assertThat(fault).isInstanceOfSatisfying(Fault.Unavailable.class, unavailable -> {
            assertThat(unavailable.why()).contains(words);
            assertThat(unavailable.retryAfterSeconds()).isPositive();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"22021", "23505", "42P01", "42601", "XX000"})
    void whatTheStatementIsToBlameForIsADefect(String state) {
        assertThat(SqlFaults.translate(refused(state)).fault()).isInstanceOf(Fault.Broken.class);
    }

    @ParameterizedTest
    @MethodSource
    void whateverBreaksOnTheWayIsUnavailable(Throwable cause) {
        assertThat(SqlFaults.translate(cause).fault()).isInstanceOf(Fault.Unavailable.class);
    }

    static Stream<Throwable> whateverBreaksOnTheWayIsUnavailable() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new TimeoutException(),
                new ConnectionPoolTooBusyException("full"),
                ClosedConnectionException.INSTANCE,
                VertxException.noStackTrace("Connection was closed"),
                VertxException.noStackTrace("Timeout"),
                VertxException.noStackTrace("Pool closed"));
    }

    @Test
    void parametersThatDoNotFitAreADefectAlthoughTheyComeInTheSameType() {
        VertxException misfit = VertxException.noStackTrace("The number of parameters to execute should be consistent");

        assertThat(SqlFaults.translate(misfit).fault()).isInstanceOf(Fault.Broken.class);
    }

    @Test
    void aFaultStaysWhatItIs() {
        FaultException absent = new FaultException(new Fault.NotFound("no such event"));

        assertThat(SqlFaults.translate(absent)).isSameAs(absent);
    }

    private static PgException refused(String state) {
        return new PgException("refused", "ERROR", state, "");
    }
}
