package dev.signalbox.livelog;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Livelogs.Find;
import dev.signalbox.bus.Livelogs.Found;
import dev.signalbox.bus.Livelogs.Get;
import dev.signalbox.bus.Livelogs.Log;
import io.vertx.core.Future;
import java.util.List;

/** Says which logs there are, and of those that are live how far they have come. Thread-safe. */
final class Catalogue {

    private final Shelf shelf;

    Catalogue(Shelf shelf) {
        this.shelf = shelf;
    }

    Future<Found> find(Find ask) {
        return shelf.sql().list(ask.stream(), ask.before(), ask.limit() + 1).map(rows -> {
            boolean more = rows.size() > ask.limit();
            List<LogRow> page = more ? rows.subList(0, ask.limit()) : rows;
            return new Found(
                    page.stream().map(this::message).toList(),
                    more ? page.getLast().started() : null);
        });
    }

    Future<Log> get(Get ask) {
        return shelf.sql()
                .find(ask.stream(), ask.generation())
                .compose(found -> found.map(row -> Future.succeededFuture(message(row)))
                        .orElseGet(() -> Future.failedFuture(noSuch(ask.stream()))));
    }

    static FaultException noSuch(String stream) {
        return new FaultException(new Fault.NotFound("there is no live log " + stream + " here"));
    }

    /** A live one is longer than the table knows. */
    private Log message(LogRow row) {
        return shelf.recording(row.key()).map(Recording::message).orElseGet(() -> row.message(List.of()));
    }
}
