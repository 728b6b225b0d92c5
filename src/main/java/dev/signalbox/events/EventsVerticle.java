package dev.signalbox.events;

import dev.signalbox.bus.Call;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.BatchEvents;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.Position;
import dev.signalbox.bus.Events.ReadBatch;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;

/** Answers what is asked about stored events. Any number of instances; the writer is a verticle of its own. */
public final class EventsVerticle extends VerticleBase {

    /** Events of a batch in one answer. */
    private static final int BATCH_SLICE = 1_000;

    private final EventsConf conf;
    private final Pool pool;
    private final List<Call.Registration> registrations = new ArrayList<>();

    public EventsVerticle(EventsConf conf, Pool pool) {
        this.conf = conf;
        this.pool = pool;
    }

    @Override
    public Future<?> start() {
        ReaderSql sql = new ReaderSql(pool);
        Listing listing = new Listing(vertx, sql, new BlockSql(vertx, pool), conf.searchBudget());
        Histogram histogram = new Histogram(new CountSql(pool, conf.countBudget()));
        return Future.all(
                        // The position first: what is stored after it was asked for must not be in the answer.
                        Events.FIND.answer(vertx, find -> position().compose(at -> listing.find(find, at))),
                        Events.FOLLOW.answer(vertx, follow -> position().compose(at -> listing.follow(follow, at))),
                        Events.GET.answer(vertx, get -> get(sql, get.id())),
                        Events.BATCH.answer(vertx, ask -> batch(sql, ask)),
                        Events.COUNT.answer(vertx, histogram::count))
                .onSuccess(all -> registrations.addAll(all.list()));
    }

    @Override
    public Future<?> stop() {
        return Future.join(registrations.stream().map(Call.Registration::end).toList());
    }

    private Future<Long> position() {
        return Events.POSITION.ask(vertx, new Position()).map(Events.Positioned::through);
    }

    private static Future<BatchEvents> batch(ReaderSql sql, ReadBatch ask) {
        return sql.batch(ask.firstId(), ask.lastId(), ask.after(), BATCH_SLICE)
                .map(slice -> new BatchEvents(slice.events(), !slice.more()));
    }

    private static Future<Event> get(ReaderSql sql, long id) {
        return sql.get(id)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(
                                new FaultException(new Fault.NotFound("there is no event " + id)))));
    }
}
