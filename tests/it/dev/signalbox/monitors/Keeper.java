package dev.signalbox.monitors;

import dev.signalbox.bus.Bus;
import dev.signalbox.bus.Call;
import dev.signalbox.bus.Message;
import dev.signalbox.bus.Monitors;
import dev.signalbox.bus.Monitors.CheckIn;
import dev.signalbox.bus.Monitors.CheckedIn;
import dev.signalbox.bus.Monitors.ListPings;
import dev.signalbox.bus.Monitors.Overview;
import dev.signalbox.bus.Monitors.Ping;
import dev.signalbox.bus.Monitors.Strip;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node that only keeps monitors: its own Vert.x, bus and pool. */
final class Keeper implements AutoCloseable {

    static final MonitorsConf CONF = new MonitorsConf(1, 5_000, 1_000, Duration.ofDays(90), Duration.ofHours(1));

    final Vertx vertx = Vertx.vertx();
    final Pool pool;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private Keeper(String url) {
        Bus.open(vertx);
        PoolOptions options =
                new PoolOptions().setMaxSize(4).setConnectionTimeout(2).setConnectionTimeoutUnit(TimeUnit.SECONDS);
        pool = PgBuilder.pool().with(options).connectingTo(url).using(vertx).build();
    }

    static Keeper on(String databaseUrl) {
        return on(databaseUrl, CONF);
    }

    static Keeper on(String databaseUrl, MonitorsConf conf) {
        Keeper keeper = new Keeper(databaseUrl);
        await(keeper.vertx.deployVerticle(new MonitorsVerticle(conf, keeper.pool, keeper.registry)));
        return keeper;
    }

    Future<CheckedIn> checkingIn(String origin, String owner, Instant at) {
        return Monitors.CHECK_IN.ask(vertx, new CheckIn(origin, owner, at));
    }

    void checkIn(String origin, String owner, Instant at) {
        await(checkingIn(origin, owner, at));
    }

    List<Strip> strips(Instant now, int hours) {
        return ask(Monitors.OVERVIEW, new Overview(now, hours)).strips();
    }

    List<Ping> pings(ListPings wanted) {
        return ask(Monitors.PINGS, wanted).pings();
    }

    <Q extends Message, A extends Message> A ask(Call<Q, A> call, Q question) {
        return await(call.ask(vertx, question));
    }

    /** The one number that {@code sql} asks for. */
    long number(String sql) {
        return await(pool.query(sql).execute()).iterator().next().getLong(0);
    }

    void run(String sql) {
        await(pool.query(sql).execute());
    }

    double counted(String meter, String... tags) {
        return registry.counter(meter, tags).count();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    @Override
    public void close() {
        vertx.deploymentIDs().forEach(id -> await(vertx.undeploy(id)));
        await(pool.close());
        await(vertx.close());
    }
}
