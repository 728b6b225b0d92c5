package dev.signalbox.triggers;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Triggers.Settings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * Turns what an operator gives into a trigger. A future fails with {@link Fault.Invalid}, which has one error for each
 * field that is wrong, named as in the outside contract. Thread-safe.
 */
final class TriggerFields {

    /** What a trigger is made of before anything is given: holds for every event, and goes nowhere. */
    private static final Trigger BLANK = new Trigger(
            new UUID(0, 0),
            "",
            true,
            Set.of(),
            List.of(),
            List.of(),
            "",
            "",
            List.of(),
            Format.JSON,
            "",
            Map.of(),
            0,
            Instant.EPOCH,
            Instant.EPOCH,
            "",
            null,
            null,
            null,
            0);

    private final TargetGuard guard;
    private final Payload payload;

    TriggerFields(TargetGuard guard, Payload payload) {
        this.guard = guard;
        this.payload = payload;
    }

    /** A new trigger, with a secret of its own when none is given. */
    Future<Trigger> create(Settings given, Instant now) {
        return read(new TriggerReader(BLANK, given, true), UUID.randomUUID(), now, now);
    }

    /**
     * A trigger with the given fields changed. One that the node had stopped runs again when it is enabled or gets
     * another URL: somebody has looked at it.
     */
    Future<Trigger> change(Trigger trigger, Settings given, Instant now) {
        return read(new TriggerReader(trigger, given, false), trigger.id(), trigger.created(), now);
    }

    /**
     * A trigger of which only the filters mean something; to try them on events.
     *
     * @throws FaultException {@link Fault.Invalid}
     */
    static Trigger filters(Settings given) {
        TriggerReader reader = new TriggerReader(BLANK, given, false);
        reader.filters();
        reader.check();
        return reader.trigger(BLANK.id(), BLANK.created(), BLANK.updated());
    }

    /** The name servers are asked last, and only about a URL that is new. */
    private Future<Trigger> read(TriggerReader reader, UUID id, Instant created, Instant updated) {
        return onWorker(() -> {
                    reader.filters();
                    reader.action(payload);
                })
                .compose(done -> looked(reader, id, created, updated));
    }

    /** Off the event loop, if on one: a template may take a tenth of a second the first time. */
    private static Future<?> onWorker(Runnable reading) {
        Context context = Vertx.currentContext();
        if (context != null) {
            return context.executeBlocking(Executors.callable(reading), false);
        }
        reading.run();
        return Future.succeededFuture();
    }

    private Future<Trigger> looked(TriggerReader reader, UUID id, Instant created, Instant updated) {
        String url = reader.urlToCheck();
        Future<?> target = url.isEmpty() ? Future.succeededFuture() : guard.check(url);
        return target.transform(answer -> {
            if (answer.cause() instanceof TargetException refused) {
                reader.wrong("url", String.valueOf(refused.getMessage()));
            }
            reader.check();
            return Future.succeededFuture(reader.trigger(id, created, updated));
        });
    }
}
