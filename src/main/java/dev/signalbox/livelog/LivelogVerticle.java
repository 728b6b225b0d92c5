package dev.signalbox.livelog;

import dev.signalbox.bus.Call;
import dev.signalbox.bus.Livelogs;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Answers what is asked of live logs over the bus, and does for them what is to be done now and then. One a node. */
public final class LivelogVerticle extends VerticleBase {

    private static final Duration KEEP_EVERY = Duration.ofSeconds(20);
    private static final Duration MEND_EVERY = Duration.ofSeconds(5);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final Livelog livelog;
    private final List<Call.Registration> registrations = new ArrayList<>();

    public LivelogVerticle(Livelog livelog) {
        this.livelog = livelog;
    }

    @Override
    public Future<?> start() {
        Shelf shelf = livelog.shelf();
        Keeper keeping = new Keeper(livelog.conf(), shelf, livelog.workers(), livelog.meters(), InstantSource.system());
        Teller teller = new Teller(vertx, shelf);
        Catalogue catalogue = new Catalogue(shelf, keeping);
        Scans scans = new Scans(livelog.workers());
        Lines lines = new Lines(shelf, livelog.workers(), scans);
        Recovery recovery = new Recovery(shelf);
        livelog.onChange(context, teller::tell);
        return recovery.run()
                .compose(recovered -> register(Livelogs.FIND.answer(vertx, catalogue::find)))
                .compose(next -> register(Livelogs.GET.answer(vertx, catalogue::get)))
                .compose(next -> register(Livelogs.REMOVE.answer(vertx, catalogue::remove)))
                .compose(next -> register(Livelogs.LOCATE.answer(vertx, lines::locate)))
                .compose(next -> register(Livelogs.GREP.answer(vertx, lines::grep)))
                .compose(next -> register(Livelogs.READ.answer(vertx, lines::read)))
                .compose(next -> register(Livelogs.LEFT.subscribe(vertx, gone -> scans.left(gone.asker()))))
                .compose(next -> register(Livelogs.PORTS.answer(vertx, ask -> Future.succeededFuture(livelog.ports()))))
                .onSuccess(ready -> {
                    vertx.setPeriodic(1_000, tick -> livelog.tick());
                    vertx.setPeriodic(MEND_EVERY.toMillis(), tick -> recovery.repeat());
                    vertx.setPeriodic(0, KEEP_EVERY.toMillis(), tick -> keeping.run());
                    vertx.setPeriodic(0, TELL_EVERY.toMillis(), tick -> teller.tell());
                });
    }

    @Override
    public Future<?> stop() {
        return Future.join(registrations.stream().map(Call.Registration::end).toList());
    }

    private Future<Void> register(Future<Call.Registration> registering) {
        return registering.onSuccess(registrations::add).mapEmpty();
    }
}
