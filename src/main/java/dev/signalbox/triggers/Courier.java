package dev.signalbox.triggers;

import dev.signalbox.bus.Fault;
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
 * Sends deliveries and records what became of them. Each trigger has a lane of its own, so that one whose target does not
 * answer holds up nobody else, not even another on the same host; the outcomes of tries that end within a moment share a
 * transaction. Confined to one event loop.
 */
final class Courier {

    private static final Logger LOGGER = LoggerFactory.getLogger(Courier.class);

    /** The process has ten seconds to end. What has no answer by then is tried again, by whoever comes next. */
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** Between two attempts to record outcomes while the database is away. */
    private static final Duration RECORD_AGAIN = Duration.ofMillis(500);

    /** Outcomes that are recorded at once; fewer wait for {@link #RECORD_SOON}, since a transaction costs as much as ten. */
    private static final int RECORD_NOW = 64;

    /** Little beside what a try takes: if the node dies meanwhile, what it had sent is sent once more. */
    private static final Duration RECORD_SOON = Duration.ofMillis(5);

    private final Vertx vertx;
    private final DeliverySql sql;
    private final Registry registry;
    private final Sender sender;
    private final TriggersConf conf;
    private final TriggerMeters meters;

    private final Map<Way, Lane> lanes = new HashMap<>();
    private final RandomGenerator random = new Random();
    /** Outcomes that wait to be recorded; with those under way no more than the node may have in flight. */
    private List<Tried> tried = new ArrayList<>();

    private int underWay;
    private boolean recording;
    private int releasing;
    private boolean claiming;
    private boolean again;
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
                });
    }

    /**
     * Starts no more tries; completes when those under way have ended and are recorded, and those that wait are free for
     * others, or when it has taken too long.
     */
    Future<Void> drain() {
        Promise<Void> promise = Promise.promise();
        drained = promise;
        letGo(true);
        record();
        long timer = vertx.setTimer(DRAIN.toMillis(), late -> promise.tryComplete());
        tellWhoWaits();
        return promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /**
     * How many more deliveries this node takes. A target with none here may have one in any case: slow ones could otherwise
     * take all the room for as long as they wish.
     */
    private int room() {
        int waiting = lanes.values().stream().mapToInt(Lane::waiting).sum();
        return conf.inFlight() - underWay - tried.size() - waiting;
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
        underWay++;
        Instant at = Instant.now();
        sender.send(delivery.id(), trigger, delivery.event(), delivery.suppressed(), delivery.created())
                .onSuccess(outcome -> {
                    underWay--;
                    Tried result = Tried.of(delivery, at, outcome, random);
                    if (outcome.ours()) {
                        lane.dropped();
                    } else {
                        lane.ended(
                                result.succeeded(), outcome.latencyMillis(), outcome.retryAfter(), System.nanoTime());
                    }
                    meters.tried(result);
                    tried.add(result);
                    recordSoon();
                    proceed();
                });
    }

    private void recordSoon() {
        if (tried.size() >= RECORD_NOW || drained != null) {
            record();
        } else if (tried.size() == 1) {
            vertx.setTimer(RECORD_SOON.toMillis(), soon -> record());
        }
    }

    private void record() {
        if (recording || tried.isEmpty()) {
            tellWhoWaits();
            return;
        }
        recording = true;
        List<Tried> batch = tried;
        tried = new ArrayList<>();
        sql.record(batch, conf.giveUpAfter())
                .onSuccess(stopped -> {
                    Deaths.tell(batch, registry);
                    stopped.forEach(this::stopped);
                    recording = false;
                    record();
                    claim();
                })
                .onFailure(cause -> {
                    keep(batch, FaultException.of(cause));
                    vertx.setTimer(RECORD_AGAIN.toMillis(), again -> {
                        recording = false;
                        record();
                        claim();
                    });
                });
    }

    /** While they are ours alone, what became of them can still be recorded; after that they are due again. */
    private void keep(List<Tried> batch, Fault fault) {
        long now = System.nanoTime();
        List<Tried> kept = batch.stream()
                .filter(result -> fault instanceof Fault.Unavailable
                        && now - result.delivery().claimed() < conf.lease().toNanos())
                .toList();
        tried.addAll(0, kept);
        // Sent twice rather than never.
        if (kept.size() < batch.size()) {
            LOGGER.atWarn()
                    .addKeyValue("deliveries", batch.size() - kept.size())
                    .addKeyValue("why", fault.why())
                    .log("what became of deliveries could not be recorded; they will be repeated");
        }
    }

    private void stopped(UUID triggerId) {
        LOGGER.atWarn()
                .addKeyValue("trigger", triggerId)
                .addKeyValue(
                        "name", registry.trigger(triggerId).map(Trigger::name).orElse(""))
                .log("trigger stopped: its target is gone, or has failed for too long");
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
        if (drained != null && underWay == 0 && tried.isEmpty() && !recording && releasing == 0) {
            drained.tryComplete();
        }
    }
}
