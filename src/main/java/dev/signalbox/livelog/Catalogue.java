package dev.signalbox.livelog;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Livelogs.Find;
import dev.signalbox.bus.Livelogs.Found;
import dev.signalbox.bus.Livelogs.Get;
import dev.signalbox.bus.Livelogs.Log;
import dev.signalbox.bus.Livelogs.Remove;
import dev.signalbox.bus.Livelogs.Removed;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says which logs there are, and of those that are live how far they have come; removes what is asked for. Thread-safe. */
final class Catalogue {

    private final Shelf shelf;
    private final Keeper keeper;

    Catalogue(Shelf shelf, Keeper keeper) {
        this.shelf = shelf;
        this.keeper = keeper;
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
                        .orElseGet(() -> Future.failedFuture(Shelf.missing(ask.stream()))));
    }

    Future<Removed> remove(Remove ask) {
        return shelf.sql().generations(ask.stream(), ask.generation()).compose(rows -> {
            if (rows.isEmpty()) {
                return Future.failedFuture(Shelf.missing(ask.stream()));
            }
            if (rows.stream().anyMatch(row -> !row.node().equals(shelf.node()))) {
                return Future.failedFuture(Shelf.elsewhere());
            }
            if (rows.stream().anyMatch(row -> row.state() == State.LIVE)) {
                return Future.failedFuture(live(ask.stream()));
            }
            Future<Integer> gone = Future.succeededFuture(0);
            for (LogRow row : rows) {
                gone = gone.compose(before -> keeper.remove(row).map(removed -> before + (removed ? 1 : 0)));
            }
            return gone.compose(count -> removed(rows, count));
        });
    }

    /** What had ended and is still there, a producer has continued meanwhile; or another has removed it first. */
    private Future<Removed> removed(List<LogRow> rows, int count) {
        if (count == rows.size()) {
            return Future.succeededFuture(new Removed(count));
        }
        String stream = rows.getFirst().key().stream();
        Set<LogKey> wanted = rows.stream().map(LogRow::key).collect(Collectors.toSet());
        return shelf.sql()
                .generations(stream, 0)
                .compose(left -> left.stream().anyMatch(row -> wanted.contains(row.key()) && row.state() == State.LIVE)
                        ? Future.failedFuture(live(stream))
                        : Future.succeededFuture(new Removed(count)));
    }

    private static FaultException live(String stream) {
        return new FaultException(new Fault.Conflict("the log " + stream + " is live; end it before removing it"));
    }

    /** A live one is longer than the table knows. */
    private Log message(LogRow row) {
        return shelf.recording(row.key()).map(Recording::message).orElseGet(() -> row.message(List.of()));
    }
}
