package dev.signalbox.monitors;

import dev.signalbox.bus.Call.Registration;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Monitors;
import dev.signalbox.bus.Monitors.CheckIn;
import dev.signalbox.bus.Monitors.CheckedIn;
import dev.signalbox.bus.Monitors.Clear;
import dev.signalbox.bus.Monitors.Cleared;
import dev.signalbox.bus.Monitors.Overview;
import dev.signalbox.bus.Monitors.Remove;
import dev.signalbox.bus.Monitors.Removed;
import dev.signalbox.bus.Monitors.Strips;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers {@link Monitors} out of PostgreSQL and announces each check-in that became durable through it. Keeps nothing
 * but the check-ins that wait to be stored, so any number may run, on any number of nodes.
 */
public final class MonitorsVerticle extends VerticleBase {

    /** Bars of a strip: two weeks. A page of 1 000 jobs with more would be slow to read out and hard to look at. */
    private static final int MOST_HOURS = 336;

    private static final long LOOK_MILLIS = 500;

    private final MonitorsConf conf;
    private final MonitorsMeters meters;
    private final MonitorsSql sql;
    private final CheckInQueue queue;
    private final Sweep sweep;
    private final List<Registration> registrations = new ArrayList<>();
    private Runnable hideDepth = () -> {};
    private Future<Void> sweeping = Future.succeededFuture();
    private long sweepTimer;

    /** @param pool shared with others; stays open when this stops */
    public MonitorsVerticle(MonitorsConf conf, Pool pool, MeterRegistry registry) {
        this.conf = conf;
        meters = new MonitorsMeters(registry);
        sql = new MonitorsSql(pool);
        queue = new CheckInQueue(conf, new CheckInSql(pool)::store, meters, System::nanoTime);
        sweep = new Sweep(new SweepSql(pool), conf.retention());
    }

    @Override
    public Future<?> start() {
        hideDepth = meters.show(deploymentID(), queue::depth);
        armSweep();
        vertx.setPeriodic(LOOK_MILLIS, timer -> queue.look());
        return Future.all(List.of(
                keep(Monitors.CHECK_IN.answer(vertx, this::checkIn)),
                keep(Monitors.OVERVIEW.answer(vertx, this::overview)),
                keep(Monitors.PINGS.answer(vertx, sql::pings)),
                keep(Monitors.REMOVE.answer(vertx, this::remove)),
                keep(Monitors.CLEAR.answer(vertx, this::clear))));
    }

    /** Takes nothing new, and ends once what was taken is answered. */
    @Override
    public Future<?> stop() {
        hideDepth.run();
        return Future.join(registrations.stream().map(Registration::end).toList())
                .eventually(queue::drain)
                .eventually(() -> sweeping)
                // Only now: a sweep that ended meanwhile has armed the next one.
                .onComplete(idle -> vertx.cancelTimer(sweepTimer));
    }

    private Future<Registration> keep(Future<Registration> answering) {
        return answering.onSuccess(registrations::add);
    }

    private Future<CheckedIn> checkIn(CheckIn checkIn) {
        // What is announced is what a reader of the store will find.
        Instant kept = Stamp.of(checkIn.at()).at();
        CheckedIn done = new CheckedIn(checkIn.origin(), checkIn.owner(), kept);
        return queue.add(new CheckIn(checkIn.origin(), checkIn.owner(), kept))
                .map(done)
                .onSuccess(durable -> Monitors.CHECKED_IN.publish(vertx, durable));
    }

    private Future<Strips> overview(Overview wanted) {
        return wanted.hours() >= 1 && wanted.hours() <= MOST_HOURS
                ? sql.overview(wanted)
                : Future.failedFuture(
                        new FaultException(new Fault.Invalid("hours", "must be from 1 to " + MOST_HOURS)));
    }

    private Future<Removed> remove(Remove wanted) {
        return sql.remove(wanted.origin())
                .map(new Removed())
                .onSuccess(removed -> Monitors.REMOVED.publish(vertx, removed));
    }

    private Future<Cleared> clear(Clear wanted) {
        return sql.clear().map(new Cleared()).onSuccess(gone -> Monitors.REMOVED.publish(vertx, new Removed()));
    }

    private void armSweep() {
        sweepTimer = vertx.setTimer(conf.sweep().toMillis(), due -> {
            sweeping = sweep.run(Instant.now());
            sweeping.onComplete(swept -> armSweep());
        });
    }
}
