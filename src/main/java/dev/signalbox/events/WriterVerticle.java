package dev.signalbox.events;

import dev.signalbox.bus.Call;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.Cleared;
import dev.signalbox.bus.Events.Positioned;
import dev.signalbox.bus.Events.Probed;
import dev.signalbox.bus.Events.Saved;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores events. One instance a node, because the order in which a node's events are announced is the order of their
 * ids, and one pen writes one order; it is not what limits a node's speed. More nodes write more.
 */
public final class WriterVerticle extends VerticleBase {

    private static final Logger LOGGER = LoggerFactory.getLogger(WriterVerticle.class);

    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    private final EventsConf conf;
    private final Pool pool;
    private final MeterRegistry meters;
    private final WriterSql sql;
    private final List<Call.Registration> registrations = new ArrayList<>();
    private IdClock ids = new IdClock(System::currentTimeMillis, 0, 0);
    private @Nullable GroupCommit commits;
    private @Nullable Upkeep upkeep;
    private @Nullable WriterNumber number;

    public WriterVerticle(EventsConf conf, Pool pool, MeterRegistry meters) {
        this.conf = conf;
        this.pool = pool;
        this.meters = meters;
        this.sql = new WriterSql(pool);
    }

    @Override
    public Future<?> start() {
        Upkeep keeping = new Upkeep(vertx, new PartitionSql(pool), new BlockSql(vertx, pool), sql, conf.retention());
        WriterNumber held = new WriterNumber(vertx, new LeaseSql(pool));
        upkeep = keeping;
        number = held;
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        return begin(keeping, held, deadline).onSuccess(group -> keeping.begin(() -> !group.idle()));
    }

    @Override
    public Future<?> stop() {
        if (upkeep != null) {
            upkeep.end();
        }
        List<Future<Void>> ends =
                registrations.stream().map(Call.Registration::end).toList();
        return Future.join(ends)
                .transform(ended -> commits == null ? Future.succeededFuture() : commits.drain())
                .eventually(() -> number == null ? Future.succeededFuture() : number.end());
    }

    /** A database that has only just started, or a machine that is busy starting all else, may be late to answer. */
    private Future<GroupCommit> begin(Upkeep keeping, WriterNumber held, long deadline) {
        return keeping.makeDays()
                .compose(made -> sql.lastId())
                .compose(lastId -> open(held, lastId))
                .recover(cause -> isUnavailable(cause) && System.nanoTime() < deadline
                        ? vertx.timer(RETRY.toMillis(), TimeUnit.MILLISECONDS)
                                .compose(rested -> begin(keeping, held, deadline))
                        : Future.failedFuture(cause));
    }

    private static boolean isUnavailable(Throwable cause) {
        return cause instanceof FaultException known && known.fault() instanceof Fault.Unavailable;
    }

    private Future<GroupCommit> open(WriterNumber held, long lastId) {
        return held.take(this::shut, this::write).compose(taken -> {
            ids = new IdClock(System::currentTimeMillis, taken, lastId);
            GroupCommit group = new GroupCommit(
                    conf,
                    ids,
                    new Inserter(sql::insert)::insert,
                    stored -> Events.STORED.publish(vertx, stored),
                    new IngestMetrics(meters),
                    System::nanoTime);
            commits = group;
            group.open(true);
            vertx.setPeriodic(LOOK.toMillis(), timer -> group.look());
            return answer(group).map(group);
        });
    }

    private void shut() {
        if (commits != null) {
            commits.open(false);
        }
    }

    /** With the new number, and above whatever a node that had it before may have stored. */
    private void write(int taken) {
        sql.lastId()
                .onSuccess(lastId -> {
                    ids.writer(taken, lastId);
                    if (commits != null) {
                        commits.open(true);
                    }
                })
                .onFailure(cause -> vertx.setTimer(RETRY.toMillis(), timer -> write(taken)));
    }

    private Future<Void> answer(GroupCommit group) {
        return register(Events.SAVE.answer(
                        vertx, save -> group.save(save.drafts()).map(Saved::new)))
                .compose(next -> register(
                        Events.POSITION.answer(vertx, ask -> Future.succeededFuture(new Positioned(group.position())))))
                .compose(next -> register(Events.PROBE.answer(vertx, ask -> probe(group))))
                .compose(next -> register(Events.CLEAR.answer(vertx, ask -> group.alone(this::clear))));
    }

    private Future<Void> register(Future<Call.Registration> registering) {
        return registering.onSuccess(registrations::add).mapEmpty();
    }

    private Future<Probed> probe(GroupCommit group) {
        return group.accepting()
                ? sql.probe().map(new Probed())
                : Future.failedFuture(new FaultException(
                        new Fault.Unavailable("the event queue is closed or full, or the database hangs", 1)));
    }

    private Future<Cleared> clear() {
        // Taken once they are gone, this id parts the positions of pages that may still show them from all later ones.
        return sql.clear().map(gone -> new Cleared(ids.next())).onSuccess(cleared -> {
            LOGGER.info("all events were cleared");
            Events.CLEARED.publish(vertx, cleared);
        });
    }
}
