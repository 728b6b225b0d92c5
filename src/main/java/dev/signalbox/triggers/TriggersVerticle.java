package dev.signalbox.triggers;

import dev.signalbox.bus.Call;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Triggers;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Matches stored events with triggers and sends what matches. One a node: its tries overlap, its matching is fast. */
public final class TriggersVerticle extends VerticleBase {

    private static final Logger LOGGER = LoggerFactory.getLogger(TriggersVerticle.class);

    private static final long REFRESH_MILLIS = 1_000;
    private static final long SWEEP_MILLIS = 1_000;
    private static final long CLAIM_MILLIS = 500;
    private static final long EXPIRE_MILLIS = 60_000;
    private static final long LOOK_MILLIS = 5_000;
    private static final int EXPIRE = 10_000;

    /** The process has ten in all, of which {@code web} may take five and the courier three. */
    private static final long CLOSE_SECONDS = 1;

    private final TriggersConf conf;
    private final Pool pool;
    private final TriggerMeters meters;
    private final List<Call.Registration> registrations = new ArrayList<>();
    private final String version;
    private Supplier<Future<Void>> drain = Future::succeededFuture;
    private @Nullable Sender sender;

    /** @param version of this build, told to the targets */
    public TriggersVerticle(TriggersConf conf, Pool pool, MeterRegistry registry, String version) {
        this.conf = conf;
        this.pool = pool;
        this.meters = new TriggerMeters(registry);
        this.version = version;
    }

    @Override
    public Future<?> start() {
        TriggerSql triggers = new TriggerSql(pool);
        DeliverySql deliveries = new DeliverySql(pool);
        Registry registry = new Registry(triggers);
        TargetGuard guard = TargetGuard.open(vertx, conf.allowTargets());
        Payload payload = new Payload();
        Sender toTargets = new Sender(vertx, guard, payload, conf, version);
        Courier sending = new Courier(vertx, deliveries, registry, toTargets, conf, meters);
        sender = toTargets;
        Dispatcher dispatcher = new Dispatcher(vertx, new MatchSql(pool), registry, sending, conf, meters);
        drain = () -> sending.drain(dispatcher.idle());
        TriggerDesk desk = new TriggerDesk(
                vertx,
                triggers,
                new DeliveryLogSql(pool),
                registry,
                new TriggerFields(guard, payload),
                toTargets,
                conf.lease(),
                sending::claim);
        return registry.reload()
                .compose(loaded -> register(Events.STORED.subscribe(vertx, dispatcher::stored)))
                .compose(next -> register(Triggers.CHANGED.subscribe(vertx, changed -> refresh(registry))))
                .compose(next -> answer(desk))
                .onSuccess(ready -> {
                    vertx.setPeriodic(REFRESH_MILLIS, tick -> refresh(registry));
                    vertx.setPeriodic(SWEEP_MILLIS, tick -> dispatcher.sweep());
                    vertx.setPeriodic(CLAIM_MILLIS, tick -> sending.claim());
                    vertx.setPeriodic(EXPIRE_MILLIS, tick -> expire(deliveries));
                    vertx.setPeriodic(
                            LOOK_MILLIS, tick -> deliveries.oldestDue().onSuccess(meters::oldestDue));
                });
    }

    @Override
    public Future<?> stop() {
        return Future.join(registrations.stream().map(Call.Registration::end).toList())
                .transform(ended -> drain.get())
                .eventually(() -> sender == null
                        ? Future.succeededFuture()
                        : sender.close().timeout(CLOSE_SECONDS, TimeUnit.SECONDS));
    }

    private Future<Void> answer(TriggerDesk desk) {
        return register(Triggers.FIND.answer(vertx, ask -> desk.find()))
                .compose(next -> register(Triggers.GET.answer(vertx, desk::get)))
                .compose(next -> register(Triggers.CREATE.answer(vertx, desk::create)))
                .compose(next -> register(Triggers.CHANGE.answer(vertx, desk::change)))
                .compose(next -> register(Triggers.REMOVE.answer(vertx, desk::remove)))
                .compose(next -> register(Triggers.TEST.answer(vertx, desk::test)))
                .compose(next -> register(Triggers.PREVIEW.answer(vertx, desk::preview)))
                .compose(next -> register(Triggers.DELIVERIES.answer(vertx, desk::deliveries)))
                .compose(next -> register(Triggers.DELIVERY.answer(vertx, desk::delivery)))
                .compose(next -> register(Triggers.REPLAY.answer(vertx, desk::replay)));
    }

    private Future<Void> register(Future<Call.Registration> registering) {
        return registering.onSuccess(registrations::add).mapEmpty();
    }

    private static void refresh(Registry registry) {
        registry.refresh()
                .onFailure(cause -> LOGGER.atDebug()
                        .addKeyValue("why", cause.getMessage())
                        .log("triggers could not be looked up, will be tried again"));
    }

    private void expire(DeliverySql deliveries) {
        deliveries
                .expire(conf.retention(), EXPIRE)
                .onFailure(cause -> LOGGER.atDebug()
                        .addKeyValue("why", cause.getMessage())
                        .log("old deliveries could not be removed, will be tried again"));
    }
}
