package dev.signalbox.triggers;

import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims deliveries and sends them. Each trigger has a lane of its own, so that one whose target does not answer holds up
 * nobody else, not even another on the same host. Confined to one event loop.
 */
final class Courier {

    private static final Logger LOGGER = LoggerFactory.getLogger(Courier.class);

    /** The process has ten seconds to end, five of which may go to requests. What has no answer by then is cut off. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** With what it takes to record that. */
    private static final Duration DRAIN = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final DeliverySql sql;
    private final Registry registry;
    private final Sender sender;
    private final TriggersConf conf;
    private final TriggerMeters meters;

    private final Map<Way, Lane> lanes = new HashMap<>();
    private final RandomGenerator random = new Random();
    private final Map<Exchange, Delivery> underWay = new HashMap<>();
    private final Outcomes outcomes;
    private int releasing;
    private boolean claiming;
    private boolean again;
    private Future<Void> settling = Future.succeededFuture();
    private @Nullable Promise<Void> drained;

    /** A trigger with another URL begins anew: what is known of the old one says nothing of it. */
    private record Way(UUID trigger, String url) {

        static Way of(Trigger trigger) {
            return new Way(trigger.id(), trigger.url());
        }
    }

    Courier(Vertx vertx, DeliverySql sql, Registry registry, Sender sender, TriggersConf conf, TriggerMeters meters) {
        this.vertx = vertx;
        this.sql = sql;
        this.registry = registry;
        this.sender = sender;
        this.conf = conf;
        this.meters = meters;
        this.outcomes = new Outcomes(vertx, sql, registry, conf, () -> {
            claim();
            tellWhoWaits();
        });
    }

    /**
     * For deliveries that are about to be recorded: for how long one of this trigger is to be ours alone. Zero, which leaves
     * it to whoever comes first, when there is no room for it here. Counts what it was asked for, so it is for one use.
     */
    Function<UUID, Duration> offer() {
        long now = System.nanoTime();
        Map<Lane, Integer> offered = new HashMap<>();
        return id -> {
            Lane lane = drained == null ? active(id, now) : null;
            if (lane == null) {
                return Duration.ZERO;
            }
            int all = offered.values().stream().mapToInt(Integer::intValue).sum();
            int before = offered.getOrDefault(lane, 0);
            boolean only = before == 0 && lane.isEmpty();
            if (before >= lane.room(now) || (all >= room() && !only)) {
                return Duration.ZERO;
            }
            offered.put(lane, before + 1);
            return conf.lease();
        };
    }

    /** Sends deliveries that are ours. */
    void send(List<Delivery> deliveries) {
        long now = System.nanoTime();
        List<Delivery> unwanted = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            Lane lane = drained == null ? active(delivery.triggerId(), now) : null;
            if (lane == null) {
                unwanted.add(delivery);
            } else {
                lane.add(delivery);
            }
        }
        release(unwanted);
        proceed();
    }

    /** Looks for deliveries that are due, for targets that have room. */
    void claim() {
        if (drained != null) {
            return;
        }
        if (claiming) {
            again = true;
            return;
        }
        again = false;
        letGo(false);
        int room = room();
        Map<UUID, Integer> wanted = wanted(room);
        if (wanted.isEmpty()) {
            return;
        }
        claiming = true;
        sql.claim(conf.lease(), wanted, Math.max(room, wanted.size()))
                .onSuccess(claimed -> {
                    send(claimed);
                    again |= !claimed.isEmpty();
                })
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("why", FaultException.of(cause).why())
                        .log("due deliveries wait"))
                .onComplete(done -> {
                    claiming = false;
                    if (again && done.succeeded()) {
                        claim();
                    }
                    tellWhoWaits();
                });
    }

    /**
     * Starts no more tries; completes when those under way have ended, or were cut off, and are recorded, and all others are
     * free for whoever comes next, or when it has taken too long.
     *
     * @param offered completes once everything has come that an {@link #offer} before now made ours
     */
    Future<Void> drain(Future<Void> offered) {
        Promise<Void> promise = Promise.promise();
        drained = promise;
        settling = offered;
        letGo(true);
        outcomes.hurry();
        // Another try of what was not sent costs its target nothing, so there is nothing to wait for.
        Map<Exchange, Delivery> unsent = new HashMap<>(underWay);
        unsent.keySet().removeIf(Exchange::sent);
        release(List.copyOf(unsent.values()));
        unsent.keySet().forEach(Exchange::cutOff);
        // When they come too late, nothing is left for them to do.
        vertx.setTimer(
                PATIENCE.toMillis(), late -> List.copyOf(underWay.keySet()).forEach(Exchange::cutOff));
        vertx.setTimer(DRAIN.toMillis(), late -> promise.tryComplete());
        offered.onComplete(done -> tellWhoWaits());
        return promise.future();
    }

    /**
     * How many more deliveries this node takes. A target with none here may have one in any case: slow ones could otherwise
     * take all the room for as long as they wish.
     */
    private int room() {
        int waiting = lanes.values().stream().mapToInt(Lane::waiting).sum();
        return conf.inFlight() - underWay.size() - outcomes.waiting() - waiting;
    }

    /** How many deliveries of each trigger there is room for. */
    private Map<UUID, Integer> wanted(int all) {
        long now = System.nanoTime();
        Map<UUID, Integer> wanted = new HashMap<>();
        Set<Way> used = new HashSet<>();
        for (Trigger trigger : registry.triggers()) {
            if (trigger.active()) {
                used.add(Way.of(trigger));
                Lane lane = lane(trigger, now);
                int room = all > 0 ? lane.wanted(now) : lane.isEmpty() ? Math.min(1, lane.room(now)) : 0;
                if (room > 0) {
                    wanted.put(trigger.id(), room);
                }
            }
        }
        lanes.entrySet()
                .removeIf(
                        lane -> !used.contains(lane.getKey()) && lane.getValue().isIdle(now));
        // One whose deliveries are many and fast does not take all of the room.
        int share = Math.max(2 * conf.targetConnections(), all / Math.max(1, wanted.size()));
        wanted.replaceAll((id, room) -> Math.min(room, share));
        return wanted;
    }

    /** The lane of a trigger; null when nothing is to be sent for it. */
    private @Nullable Lane active(UUID triggerId, long now) {
        return registry.trigger(triggerId)
                .filter(Trigger::active)
                .map(trigger -> lane(trigger, now))
                .orElse(null);
    }

    /** @param now as what is asked of the lane next is asked with: a new one is open then */
    private Lane lane(Trigger trigger, long now) {
        return lanes.computeIfAbsent(Way.of(trigger), fresh -> new Lane(conf.targetConnections(), now));
    }

    private void proceed() {
        if (drained != null) {
            return;
        }
        long now = System.nanoTime();
        for (Lane lane : lanes.values()) {
            for (Delivery next = lane.next(now); next != null; next = lane.next(now)) {
                start(lane, next);
            }
        }
    }

    private void start(Lane lane, Delivery delivery) {
        Trigger trigger =
                registry.trigger(delivery.triggerId()).filter(Trigger::active).orElse(null);
        if (trigger == null) {
            lane.dropped();
            release(List.of(delivery));
            return;
        }
        Instant at = Instant.now();
        Exchange exchange =
                sender.begin(delivery.id(), trigger, delivery.event(), delivery.suppressed(), delivery.created());
        underWay.put(exchange, delivery);
        exchange.outcome().onSuccess(outcome -> {
            underWay.remove(exchange);
            if (!exchange.isCutOff()) {
                ended(lane, Tried.of(delivery, at, outcome, random));
            } else if (exchange.sent()) {
                keep(Tried.cutOff(delivery, at, outcome));
            }
            tellWhoWaits();
        });
    }

    private void ended(Lane lane, Tried result) {
        if (result.outcome().ours()) {
            lane.dropped();
        } else {
            Outcome outcome = result.outcome();
            lane.ended(result.succeeded(), outcome.latencyMillis(), outcome.retryAfter(), System.nanoTime());
        }
        keep(result);
        proceed();
    }

    private void keep(Tried result) {
        meters.tried(result);
        outcomes.add(result);
    }

    private void letGo(boolean all) {
        long now = System.nanoTime();
        List<Delivery> released = new ArrayList<>();
        lanes.values().forEach(lane -> released.addAll(lane.release(all, now)));
        release(released);
    }

    private void release(List<Delivery> deliveries) {
        if (!deliveries.isEmpty()) {
            releasing++;
            sql.release(deliveries)
                    .eventually(() -> {
                        releasing--;
                        tellWhoWaits();
                        return Future.succeededFuture();
                    })
                    .onFailure(cause -> LOGGER.atDebug()
                            .addKeyValue("why", FaultException.of(cause).why())
                            .log("deliveries that wait here are free only when their lease ends"));
        }
    }

    private void tellWhoWaits() {
        // What is claimed now, or being recorded as ours, has to be released when it comes.
        boolean idle = releasing == 0 && !claiming && settling.isComplete();
        if (drained != null && underWay.isEmpty() && outcomes.areAllRecorded() && idle) {
            drained.tryComplete();
        }
    }
}
