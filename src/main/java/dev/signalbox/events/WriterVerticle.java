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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores events. One instance a node, because the order in which a node's events are announced is the order of their
 * ids, and one pen writes one order; it is not what limits a node's speed. More nodes write more.
 */
public final class WriterVerticle extends VerticleBase {

    private static final Logger LOGGER = LoggerFactory.getLogger(WriterVerticle.class);

    private static final Duration SEAL_EVERY = Duration.ofSeconds(1);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(2);
    private static final Duration DAYS_EVERY = Duration.ofMinutes(10);
    private static final Duration LEASE_RETRY = Duration.ofMillis(500);

    private final EventsConf conf;
    private final Pool pool;
    private final MeterRegistry meters;
    private final WriterSql sql;
    private final LeaseSql leases;
    private final Upkeep upkeep;
    private final List<Call.Registration> registrations = new ArrayList<>();
    private IdClock ids = new IdClock(System::currentTimeMillis, 0, 0);
    private @Nullable GroupCommit commits;
    private @Nullable Sealer sealer;
    private LeaseSql.@Nullable Lease lease;
    private boolean stopping;

    public WriterVerticle(EventsConf conf, Pool pool, MeterRegistry meters) {
        this.conf = conf;
        this.pool = pool;
        this.meters = meters;
        this.sql = new WriterSql(pool);
        this.leases = new LeaseSql(pool);
        this.upkeep = new Upkeep(new PartitionSql(pool), sql, conf.retention(), Instant::now);
    }

    @Override
    public Future<?> start() {
        return upkeep.makeDays()
                .compose(made -> sql.lastId())
                .compose(this::begin)
                .map(this::keepUp);
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        if (sealer != null) {
            sealer.stop();
        }
        List<Future<Void>> ends =
                registrations.stream().map(Call.Registration::end).toList();
        return Future.join(ends)
                .transform(ended -> commits == null ? Future.succeededFuture() : commits.drain())
                .eventually(() -> lease == null ? Future.succeededFuture() : lease.end());
    }

    private Future<GroupCommit> begin(long lastId) {
        return leases.take(this::leaseLost).compose(taken -> {
            lease = taken;
            ids = new IdClock(System::currentTimeMillis, taken.number(), lastId);
            GroupCommit group = new GroupCommit(
                    conf,
                    ids,
                    new Inserter(sql::insert)::insert,
                    stored -> Events.STORED.publish(vertx, stored),
                    new IngestMetrics(meters));
            group.open(true);
            commits = group;
            return answer(group).map(group);
        });
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
                : Future.failedFuture(
                        new FaultException(new Fault.Unavailable("the event queue is closed or full", 1)));
    }

    private Future<Cleared> clear() {
        return sql.clear().map(new Cleared()).onSuccess(cleared -> {
            LOGGER.info("all events were cleared");
            Events.CLEARED.publish(vertx, cleared);
        });
    }

    private Sealer keepUp(GroupCommit group) {
        Sealer summaries = new Sealer(vertx, new BlockSql(vertx, pool), Instant::now, () -> !group.idle());
        vertx.setPeriodic(SEAL_EVERY.toMillis(), timer -> summaries.run());
        vertx.setPeriodic(COUNT_EVERY.toMillis(), timer -> upkeep.count());
        vertx.setPeriodic(
                0,
                DAYS_EVERY.toMillis(),
                timer -> upkeep.makeDays()
                        .compose(made -> upkeep.dropDays())
                        .onFailure(cause -> Upkeep.warn("keeping the days", cause)));
        sealer = summaries;
        return summaries;
    }

    /** Without its number the writer must not make ids: another node may hold that number now. */
    private void leaseLost() {
        if (!stopping && commits != null) {
            LOGGER.warn("the database connection that holds the writer number ended");
            commits.open(false);
            retakeLease(commits);
        }
    }

    private void retakeLease(GroupCommit group) {
        leases.take(this::leaseLost)
                .onSuccess(taken -> {
                    lease = taken;
                    ids.writer(taken.number());
                    group.open(true);
                    LOGGER.atInfo().addKeyValue("writer", taken.number()).log("writing again");
                })
                .onFailure(cause -> vertx.setTimer(LEASE_RETRY.toMillis(), timer -> retakeLease(group)));
    }
}
