package dev.signalbox.livelog;

import dev.signalbox.bus.Call;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Livelogs;
import dev.signalbox.bus.Livelogs.Find;
import dev.signalbox.bus.Livelogs.Found;
import dev.signalbox.bus.Livelogs.Get;
import dev.signalbox.bus.Livelogs.Log;
import dev.signalbox.bus.Livelogs.Remove;
import dev.signalbox.bus.Livelogs.Removed;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers what is asked of live logs over the bus, and does for them what is to be done now and then. One a node. */
public final class LivelogVerticle extends VerticleBase {

    private static final Duration KEEP_EVERY = Duration.ofSeconds(20);
    private static final Duration MEND_EVERY = Duration.ofSeconds(5);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    private final Livelog livelog;
    private final List<Call.Registration> registrations = new ArrayList<>();
    private @Nullable Keeper keeper;

    public LivelogVerticle(Livelog livelog) {
        this.livelog = livelog;
    }

    @Override
    public Future<?> start() {
        Shelf shelf = livelog.shelf();
        Keeper keeping = new Keeper(livelog.conf(), shelf, livelog.workers(), livelog.meters(), InstantSource.system());
        keeper = keeping;
        Teller teller = new Teller(vertx, shelf);
        Lines lines = new Lines(shelf, livelog.workers());
        Recovery recovery = new Recovery(shelf);
        livelog.onChange(context, teller::tell);
        return recovery.run()
                .compose(recovered -> register(Livelogs.FIND.answer(vertx, this::find)))
                .compose(next -> register(Livelogs.GET.answer(vertx, this::get)))
                .compose(next -> register(Livelogs.REMOVE.answer(vertx, this::remove)))
                .compose(next -> register(Livelogs.LOCATE.answer(vertx, lines::locate)))
                .compose(next -> register(Livelogs.GREP.answer(vertx, lines::grep)))
                .compose(next -> register(Livelogs.READ.answer(vertx, lines::read)))
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

    private Future<Found> find(Find ask) {
        return livelog.shelf()
                .sql()
                .list(ask.stream(), ask.before(), ask.limit() + 1)
                .map(rows -> {
                    boolean more = rows.size() > ask.limit();
                    List<LogRow> page = more ? rows.subList(0, ask.limit()) : rows;
                    return new Found(
                            page.stream().map(this::message).toList(),
                            more ? page.getLast().started() : null);
                });
    }

    private Future<Log> get(Get ask) {
        return livelog.shelf()
                .sql()
                .find(ask.stream(), ask.generation())
                .compose(found -> found.map(row -> Future.succeededFuture(message(row)))
                        .orElseGet(() -> Future.failedFuture(noSuch(ask.stream()))));
    }

    /** A live one is longer than the table knows. */
    private Log message(LogRow row) {
        return livelog.shelf().recording(row.key()).map(Recording::message).orElseGet(() -> row.message(List.of()));
    }

    private Future<Removed> remove(Remove ask) {
        Shelf shelf = livelog.shelf();
        if (keeper == null) {
            return Future.failedFuture(noSuch(ask.stream()));
        }
        Keeper removing = keeper;
        return shelf.sql().generations(ask.stream(), ask.generation()).compose(rows -> {
            if (rows.isEmpty()) {
                return Future.failedFuture(noSuch(ask.stream()));
            }
            if (rows.stream().anyMatch(row -> !row.node().equals(shelf.node()))) {
                return Future.failedFuture(Shelf.elsewhere());
            }
            if (rows.stream().anyMatch(row -> row.state() == State.LIVE)) {
                return Future.failedFuture(new FaultException(
                        new Fault.Conflict("the log " + ask.stream() + " is live; end it before removing it")));
            }
            Future<Integer> gone = Future.succeededFuture(0);
            for (LogRow row : rows) {
                gone = gone.compose(before -> removing.remove(row).map(removed -> before + (removed ? 1 : 0)));
            }
            return gone.map(Removed::new);
        });
    }

    private static FaultException noSuch(String stream) {
        return new FaultException(new Fault.NotFound("there is no live log " + stream + " here"));
    }
}
