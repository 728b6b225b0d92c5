package dev.signalbox.events;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Stores a batch with one statement. When the database refuses a value in it, stores its requests one by one, so that
 * one client's bad value fails that client's request alone.
 */
final class Inserter {

    private final Function<List<Event>, Future<Void>> statement;

    /** @param statement stores these events in one transaction; fails with a {@link FaultException} */
    Inserter(Function<List<Event>, Future<Void>> statement) {
        this.statement = statement;
    }

    /** Completes when it is known of every part whether it was committed; never fails. */
    Future<Void> insert(Batch batch) {
        List<Event> all = new ArrayList<>(batch.size());
        batch.parts().forEach(part -> all.addAll(part.events()));
        return statement.apply(all).recover(cause -> {
            if (refusesValue(cause) && batch.parts().size() > 1) {
                return oneByOne(batch);
            }
            batch.parts().forEach(part -> part.fail(cause));
            return Future.succeededFuture();
        });
    }

    private Future<Void> oneByOne(Batch batch) {
        Future<Void> done = Future.succeededFuture();
        for (Batch.Part part : batch.parts()) {
            done = done.compose(before -> statement.apply(part.events()).recover(cause -> {
                part.fail(cause);
                return Future.succeededFuture();
            }));
        }
        return done;
    }

    private static boolean refusesValue(Throwable cause) {
        return cause instanceof FaultException known && known.fault() instanceof Fault.Invalid;
    }
}
