package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.db.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A table that somebody has locked: to who asks, the same as a database that hangs. */
class HungDatabaseIT {

    private static final LogKey KEY = new LogKey("a", 1);

    private static Vertx vertx;
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        database = TestDatabase.fresh(vertx, 8);
    }

    @AfterAll
    static void stop() {
        database.close();
        vertx.close().await();
    }

    @Test
    void whoAsksIsToldSoInsteadOfWaitingWithIt() throws Exception {
        LivelogSql sql = new LivelogSql(database.pool(), Duration.ofMillis(300));
        SqlConnection other = database.pool().getConnection().await(20, TimeUnit.SECONDS);
        other.query("begin; lock table livelog").execute().await(20, TimeUnit.SECONDS);

        unavailable(sql, asked -> asked.find("a", 0));
        unavailable(sql, asked -> asked.begin("a", new Producer("", "", ""), "node"));
        unavailable(sql, asked -> asked.end(KEY, State.DONE, 1));

        other.query("rollback").execute().await(20, TimeUnit.SECONDS);
        other.close().await(20, TimeUnit.SECONDS);
        assertThat(sql.find("b", 0).await(20, TimeUnit.SECONDS)).isEmpty();
    }

    private static void unavailable(LivelogSql sql, Function<LivelogSql, Future<?>> ask) {
        assertThatThrownBy(() -> ask.apply(sql).await(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        FaultException.class,
                        told -> assertThat(told.fault())
                                .isInstanceOfSatisfying(
                                        Fault.Unavailable.class,
                                        fault -> assertThat(fault.why()).contains("not answered")));
    }
}
