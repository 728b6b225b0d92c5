package dev.signalbox.livelog;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Severity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an event of each beginning and end of a log. The table knows of which state the events have told, so none is left
 * out although the node died in between; one may then be told twice. Confined to one event loop.
 */
final class Teller {

    private static final Logger LOGGER = LoggerFactory.getLogger(Teller.class);

    private static final int BATCH = 100;

    /** How {@link LogRow#told} begins where more than the present state is to be told. */
    private static final String OWES = "owes ";

    private final Vertx vertx;
    private final Shelf shelf;
    private boolean telling;
    private boolean again;

    Teller(Vertx vertx, Shelf shelf) {
        this.vertx = vertx;
        this.shelf = shelf;
    }

    /** Tells what is untold. While it is at it, only takes note that there may be more. */
    void tell() {
        again = true;
        if (telling) {
            return;
        }
        telling = true;
        again = false;
        tellSome()
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("why", cause.getMessage())
                        .log("events of live logs wait to be stored"))
                .onComplete(done -> {
                    telling = false;
                    if (done.succeeded() && again) {
                        tell();
                    }
                });
    }

    private Future<Void> tellSome() {
        return shelf.sql().untold(shelf.node(), BATCH).compose(rows -> {
            if (rows.isEmpty()) {
                return Future.succeededFuture();
            }
            List<Draft> drafts = new ArrayList<>();
            rows.forEach(row -> drafts.addAll(drafts(row)));
            return Events.SAVE
                    .ask(vertx, new Events.Save(drafts))
                    .compose(saved -> Future.all(
                            rows.stream().map(row -> shelf.sql().told(row)).toList()))
                    .compose(told -> rows.size() < BATCH ? Future.succeededFuture() : tellSome());
        });
    }

    /** A log that has ended before its beginning was told has both told now. */
    static List<Draft> drafts(LogRow row) {
        List<Draft> drafts = new ArrayList<>();
        for (String owed : owed(row)) {
            drafts.add(
                    switch (owed) {
                        case "started" -> draft(row, row.started(), Severity.INFO, State.LIVE, "started");
                        case "broken" -> draft(row, Instant.now(), Severity.WARN, State.BROKEN, "broke off");
                        default -> draft(row, Instant.now(), Severity.INFO, State.LIVE, "continued");
                    });
        }
        Instant ended = Objects.requireNonNullElseGet(row.ended(), Instant::now);
        String bytes = row.bytes() + " bytes";
        switch (row.state()) {
            case LIVE -> {}
            case DONE -> drafts.add(draft(row, ended, Severity.INFO, State.DONE, "done, " + bytes));
            case BROKEN -> drafts.add(draft(row, ended, Severity.WARN, State.BROKEN, "broke off after " + bytes));
        }
        return drafts;
    }

    private static List<String> owed(LogRow row) {
        if (row.told().startsWith(OWES)) {
            return List.of(row.told().substring(OWES.length()).split(",", -1));
        }
        return row.told().isEmpty() ? List.of("started") : List.of();
    }

    private static Draft draft(LogRow row, Instant at, Severity severity, State state, String what) {
        LogKey key = row.key();
        JsonObject metadata = new JsonObject()
                .put("stream", key.stream())
                .put("generation", key.generation())
                .put("state", state.word())
                .put("bytes", row.bytes());
        return new Draft(
                at,
                "livelog",
                key.stream(),
                row.producer().address(),
                severity,
                "log " + key.stream() + " #" + key.generation() + " " + what,
                metadata.encode());
    }
}
