package dev.signalbox.triggers;

import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Severity;
import dev.signalbox.bus.Triggers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Does what people ask for on pages and in the API. Confined to one event loop. */
final class TriggerDesk {

    private static final int CHANGE_TRIES = 10;

    /**
     * Tests under way, each of another trigger: to a host they share connections with what is to be delivered there, and
     * one that does not answer keeps its own for the whole of the timeout.
     */
    static final int TESTS = 4;

    /** Of a test that is not made now. */
    private static final int RETRY_SECONDS = 3;

    private final Vertx vertx;
    private final TriggerSql sql;
    private final DeliveryLogSql log;
    private final Registry registry;
    private final TriggerFields fields;
    private final Sender sender;
    private final Previews previews;
    private final Duration soon;
    private final Runnable due;
    /** Triggers of which a test is under way. */
    private final Set<UUID> testing = new HashSet<>();

    /**
     * @param soon what is due within that time may be under way, and is not made due again
     * @param due told that deliveries have become due
     */
    TriggerDesk(
            Vertx vertx,
            TriggerSql sql,
            DeliveryLogSql log,
            Registry registry,
            TriggerFields fields,
            Sender sender,
            Duration soon,
            Runnable due) {
        this.vertx = vertx;
        this.sql = sql;
        this.log = log;
        this.registry = registry;
        this.fields = fields;
        this.sender = sender;
        this.previews = new Previews(vertx);
        this.soon = soon;
        this.due = due;
    }

    Future<Triggers.Found> find() {
        return log.recent()
                .compose(recent -> sql.all()
                        .map(triggers -> new Triggers.Found(triggers.stream()
                                .map(trigger -> shown(
                                        trigger,
                                        recent.getOrDefault(trigger.id(), DeliveryLogSql.Recent.NONE),
                                        Triggers.PLACEHOLDER))
                                .toList())));
    }

    Future<Triggers.Trigger> get(Triggers.Get ask) {
        return known(ask.id()).compose(trigger -> shown(trigger, Triggers.PLACEHOLDER));
    }

    /** The answer shows a secret that the node made, this once: nobody can read it later. */
    Future<Triggers.Trigger> create(Triggers.Create ask) {
        return fields.create(ask.settings(), Instant.now())
                .compose(trigger -> sql.insert(trigger)
                        .compose(done -> changed())
                        .compose(done -> known(trigger.id().toString()))
                        .compose(stored -> shown(
                                stored,
                                isGiven(ask.settings().secret())
                                        ? Triggers.PLACEHOLDER
                                        : String.join(" ", stored.secrets()))));
    }

    private static boolean isGiven(@Nullable String secret) {
        return secret != null && !secret.isBlank();
    }

    Future<Triggers.Trigger> change(Triggers.Change ask) {
        return change(ask, CHANGE_TRIES)
                .compose(done -> changed())
                .compose(done -> known(ask.id()))
                .compose(stored -> shown(stored, Triggers.PLACEHOLDER));
    }

    /**
     * What others change meanwhile is kept: then it is read, and changed, once more. Unless the change was meant for what
     * was there before.
     */
    private Future<Void> change(Triggers.Change ask, int tries) {
        if (tries == 0) {
            return Future.failedFuture(new FaultException(
                    new Fault.Conflict("the trigger is being changed by others all the time; try again")));
        }
        return known(ask.id())
                .compose(read -> asRead(read, ask.read()))
                .compose(read -> fields.change(read, ask.settings(), Instant.now())
                        .compose(trigger -> sql.update(trigger, read.updated())))
                .compose(stored -> stored ? Future.succeededFuture() : change(ask, tries - 1));
    }

    private static Future<Trigger> asRead(Trigger trigger, @Nullable Instant read) {
        return read == null || read.equals(trigger.updated())
                ? Future.succeededFuture(trigger)
                : Future.failedFuture(
                        new FaultException(new Fault.Conflict("the trigger was changed since it was read")));
    }

    Future<Triggers.Removed> remove(Triggers.Remove ask) {
        return sql.delete(TriggerParams.id("trigger", ask.id()))
                .compose(there -> there ? changed() : Future.failedFuture(noSuch("trigger", ask.id())))
                .map(new Triggers.Removed());
    }

    /** With the newest event that matches, so that the target shows what it will look like; else with a made-up one. */
    Future<Triggers.Tested> test(Triggers.Test ask) {
        UUID id = TriggerParams.id("trigger", ask.id());
        if (testing.contains(id)) {
            return Future.failedFuture(busy("a test of this trigger is under way"));
        }
        if (testing.size() >= TESTS) {
            return Future.failedFuture(busy("as many tests of triggers are under way as the node makes at once"));
        }
        testing.add(id);
        UUID delivery = UUID.randomUUID();
        return known(ask.id())
                .compose(trigger -> previews.newest(trigger).compose(event -> send(delivery, trigger, event)))
                .onComplete(done -> testing.remove(id))
                .map(outcome -> new Triggers.Tested(
                        outcome.status(),
                        outcome.latencyMillis(),
                        outcome.signed(),
                        delivery.toString(),
                        outcome.error(),
                        outcome.snippet()));
    }

    private static FaultException busy(String why) {
        return new FaultException(new Fault.Unavailable(why, RETRY_SECONDS));
    }

    private Future<Outcome> send(UUID delivery, Trigger trigger, Optional<Event> event) {
        Instant now = Instant.now();
        return sender.send(delivery, trigger, event.orElseGet(() -> Payload.sample(now)), 0, now);
    }

    Future<Triggers.Previewed> preview(Triggers.Preview ask) {
        return previews.look(TriggerFields.filters(ask.settings()));
    }

    Future<Triggers.FoundDeliveries> deliveries(Triggers.FindDeliveries ask) {
        @Nullable UUID trigger = ask.triggerId().isEmpty() ? null : TriggerParams.id("trigger", ask.triggerId());
        @Nullable UUID before = ask.before().isEmpty() ? null : TriggerParams.id("delivery", ask.before());
        return log.find(ask, trigger, before).map(found -> {
            boolean more = found.size() > ask.limit();
            List<Triggers.Delivery> page = more ? found.subList(0, ask.limit()) : found;
            return new Triggers.FoundDeliveries(page, more ? page.getLast().id() : null);
        });
    }

    Future<Triggers.DeliveryLog> delivery(Triggers.GetDelivery ask) {
        return log.get(TriggerParams.id("delivery", ask.id()))
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(noSuch("delivery", ask.id()))));
    }

    Future<Triggers.Replayed> replay(Triggers.Replay ask) {
        Future<Integer> replayed = ask.deliveryId().isEmpty()
                ? known(ask.triggerId()).compose(trigger -> log.replay(trigger.id(), ask, soon))
                : replayOne(ask.deliveryId());
        return replayed.onSuccess(any -> due.run()).map(Triggers.Replayed::new);
    }

    private Future<Integer> replayOne(String id) {
        UUID delivery = TriggerParams.id("delivery", id);
        return log.replay(delivery, soon)
                .compose(replayed -> replayed > 0
                        ? Future.succeededFuture(replayed)
                        : log.get(delivery)
                                .compose(found -> Future.failedFuture(
                                        found.isPresent()
                                                ? new FaultException(new Fault.Conflict(
                                                        "the delivery is tried now, or within a minute"))
                                                : noSuch("delivery", id))));
    }

    private Future<Void> changed() {
        // Here at once, so that what is stored after the answer is matched; elsewhere as soon as they hear of it.
        return registry.reload().onSuccess(done -> Triggers.CHANGED.publish(vertx, new Triggers.Changed()));
    }

    private Future<Trigger> known(String id) {
        return sql.get(TriggerParams.id("trigger", id))
                .compose((Optional<Trigger> found) ->
                        found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(noSuch("trigger", id))));
    }

    private Future<Triggers.Trigger> shown(Trigger trigger, String secret) {
        return log.recent(trigger.id()).map(recent -> shown(trigger, recent, secret));
    }

    private static Triggers.Trigger shown(Trigger trigger, DeliveryLogSql.Recent recent, String secret) {
        return new Triggers.Trigger(
                trigger.id().toString(),
                trigger.name(),
                trigger.enabled(),
                trigger.severities().stream().sorted().map(Severity::word).toList(),
                trigger.kinds(),
                trigger.origins(),
                trigger.messageRegex(),
                trigger.url(),
                secret,
                trigger.format().word(),
                trigger.template(),
                HeaderFields.shown(trigger.headers()),
                trigger.cooldownSeconds(),
                trigger.created(),
                trigger.updated(),
                state(trigger),
                trigger.stopped(),
                trigger.failingSince(),
                trigger.succeeded(),
                later(trigger.fired(), recent.newest()),
                trigger.suppressed(),
                recent.done(),
                recent.due(),
                recent.dead());
    }

    /** A trigger notes when it fired only where that decides something. */
    private static @Nullable Instant later(@Nullable Instant fired, @Nullable Instant newest) {
        return fired == null || (newest != null && newest.isAfter(fired)) ? newest : fired;
    }

    private static String state(Trigger trigger) {
        if (!trigger.enabled()) {
            return "disabled";
        }
        if (!trigger.stopped().isEmpty()) {
            return "stopped";
        }
        return trigger.failingSince() == null ? "active" : "failing";
    }

    private static FaultException noSuch(String what, String id) {
        return new FaultException(new Fault.NotFound("there is no " + what + " " + id));
    }
}
