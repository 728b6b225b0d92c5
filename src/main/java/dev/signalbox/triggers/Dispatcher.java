package dev.signalbox.triggers;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.BatchEvents;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Events.ReadBatch;
import dev.signalbox.bus.Events.Stored;
import dev.signalbox.db.Outbox;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns stored events into deliveries. It hears of each batch of this node as it is stored, matches it in memory, and settles
 * it in the outbox; what it did not hear of, or another node left when it died, it finds there. Batches that arrive while a
 * transaction is under way share the next one. Confined to one event loop.
 */
final class Dispatcher {

    private static final Logger LOGGER = LoggerFactory.getLogger(Dispatcher.class);

    /** Matches that may wait for the database; what comes beyond is read from the outbox once there is room. */
    private static final int WAITING = 20_000;

    /** The same in characters of their messages and metadata. */
    private static final long WAITING_TEXT = 4 << 20;

    /** Steps after which a batch is matched on a worker instead: 6 ms, if every step takes as long as one can. */
    private static final long SMALL = 200_000;

    /** Entries without a match that are forgotten together: one statement for a second of the fastest writer. */
    private static final int FORGET = 2_000;

    /** Older than this, a batch is nobody's: whoever heard of it has settled it by then, or is gone. */
    private static final Duration LEFT = Duration.ofSeconds(5);

    private static final int SWEEP = 200;

    private final Vertx vertx;
    private final MatchSql sql;
    private final Registry registry;
    private final Courier courier;
    private final TriggersConf conf;
    private final TriggerMeters meters;

    private final Map<UUID, Bucket> buckets = new HashMap<>();
    /** Triggers that held events back since they last fired, as far as this node knows. */
    private final Set<UUID> holding = new HashSet<>();

    private List<Matched> waiting = new ArrayList<>();
    private int waitingMatches;
    private long waitingText;
    private List<Outbox.Entry> unmatched = new ArrayList<>();
    private long unmatchedRevision;
    private boolean settling;
    private Promise<Void> settled = Promise.promise();
    private boolean sweeping;

    private record Match(Trigger trigger, Event event) {}

    private record Matched(Outbox.Entry entry, long revision, List<Match> matches) {}

    Dispatcher(Vertx vertx, MatchSql sql, Registry registry, Courier courier, TriggersConf conf, TriggerMeters meters) {
        this.vertx = vertx;
        this.sql = sql;
        this.registry = registry;
        this.courier = courier;
        this.conf = conf;
        this.meters = meters;
    }

    /** A piece of this node's sequence: one batch, unless a part of it failed; then the outbox tells of the rest. */
    void stored(Stored piece) {
        if (!piece.events().isEmpty() && hasRoom()) {
            Outbox.Entry entry = new Outbox.Entry(
                    piece.events().getFirst().id(), piece.events().getLast().id());
            // What cannot be matched now, the sweep will find.
            take(entry, piece.events());
        }
    }

    /** Forgets what did not match, and looks for what was left over. */
    void sweep() {
        if (sweeping) {
            return;
        }
        sweeping = true;
        buckets.keySet().removeIf(id -> registry.trigger(id).isEmpty());
        holding.removeIf(id -> registry.trigger(id).isEmpty());
        forget().compose(done -> waiting.isEmpty() && !settling ? takeLeft() : Future.succeededFuture())
                .onFailure(cause -> LOGGER.atWarn()
                        .addKeyValue("why", cause.getMessage())
                        .log("events wait to be matched with triggers"))
                .onComplete(done -> sweeping = false);
    }

    /** Goes on for as long as there is more, but not past what could not be settled: it would be found again at once. */
    private Future<Void> takeLeft() {
        return sql.left(LEFT, SWEEP)
                .compose(left -> take(left)
                        .compose(done -> forget())
                        .compose(done -> settle())
                        .compose(done -> left.size() < SWEEP ? Future.succeededFuture() : takeLeft()));
    }

    private Future<Void> take(List<Outbox.Entry> entries) {
        Set<Outbox.Entry> known = new HashSet<>(unmatched);
        Future<Void> next = Future.succeededFuture();
        for (Outbox.Entry entry : entries) {
            if (!known.contains(entry)) {
                next = next.compose(done -> registry.compiled().snapshot().isEmpty()
                                ? Future.succeededFuture(List.<Event>of())
                                : read(entry, new ArrayList<>(), entry.firstId() - 1))
                        .compose(events -> take(entry, events))
                        .compose(done -> hasRoom() ? Future.succeededFuture() : settle());
            }
        }
        return next;
    }

    private Future<List<Event>> read(Outbox.Entry entry, List<Event> sofar, long after) {
        return Events.BATCH
                .ask(vertx, new ReadBatch(entry.firstId(), entry.lastId(), after))
                .compose((BatchEvents slice) -> {
                    sofar.addAll(slice.events());
                    return slice.complete()
                            ? Future.succeededFuture(sofar)
                            : read(entry, sofar, sofar.getLast().id());
                });
    }

    private Future<Void> take(Outbox.Entry entry, List<Event> events) {
        Registry.Compiled compiled = registry.compiled();
        long revision = compiled.version().revision();
        Effort effort = new Effort(SMALL);
        List<Match> quickly = matches(compiled.snapshot(), events, effort);
        if (!effort.isUsedUp()) {
            found(entry, revision, quickly);
            return Future.succeededFuture();
        }
        long text = text(events.stream());
        waitingText += text;
        return vertx.executeBlocking(() -> matches(compiled.snapshot(), events, new Effort(Long.MAX_VALUE)))
                .onComplete(done -> waitingText -= text)
                .map(matches -> {
                    found(entry, revision, matches);
                    return null;
                });
    }

    private static List<Match> matches(Snapshot snapshot, List<Event> events, Effort effort) {
        List<Match> matches = new ArrayList<>();
        for (Event event : events) {
            for (Trigger trigger : snapshot.matching(event, effort)) {
                matches.add(new Match(trigger, event));
            }
            if (effort.isUsedUp()) {
                return List.of();
            }
        }
        return matches;
    }

    private void found(Outbox.Entry entry, long revision, List<Match> matches) {
        if (matches.isEmpty()) {
            if (unmatched.size() >= FORGET || revision != unmatchedRevision) {
                forget();
            }
            unmatched.add(entry);
            unmatchedRevision = revision;
            return;
        }
        waiting.add(new Matched(entry, revision, matches));
        waitingMatches += matches.size();
        waitingText += text(matches.stream().map(Match::event));
        if (!settling) {
            settle();
        }
    }

    private boolean hasRoom() {
        return waitingMatches < WAITING && waitingText < WAITING_TEXT;
    }

    private static long text(Stream<Event> events) {
        return events.mapToLong(
                        event -> event.message().length() + event.metadata().length())
                .sum();
    }

    /** When it fails, the sweep finds them again. */
    private Future<Void> forget() {
        if (unmatched.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Outbox.Entry> entries = unmatched;
        unmatched = new ArrayList<>();
        return sql.forget(entries, unmatchedRevision)
                .compose(current -> current ? Future.succeededFuture() : takeAgain(entries));
    }

    /** By the triggers as they are now. What fails of it, the sweep will find. */
    private Future<Void> takeAgain(List<Outbox.Entry> entries) {
        return registry.refresh()
                .compose(done -> take(entries))
                .onFailure(cause -> LOGGER.atDebug()
                        .addKeyValue("why", cause.getMessage())
                        .log("events wait to be matched with triggers that were changed"));
    }

    /** Completes once what is on its way into the database now is there, or is not, and the courier has heard of it. */
    Future<Void> idle() {
        return settling ? settled.future().otherwiseEmpty() : Future.succeededFuture();
    }

    /** Completes when nothing waits any more; fails with what could not be settled, which stays in the outbox. */
    private Future<Void> settle() {
        if (settling) {
            return settled.future();
        }
        if (waiting.isEmpty()) {
            return Future.succeededFuture();
        }
        settling = true;
        settled = Promise.promise();
        settleNext();
        return settled.future();
    }

    private void settleNext() {
        long revision = waiting.getFirst().revision();
        Map<Boolean, List<Matched>> byRevision =
                waiting.stream().collect(Collectors.partitioningBy(batch -> batch.revision() == revision));
        List<Matched> batches = byRevision.getOrDefault(true, List.of());
        waiting = new ArrayList<>(byRevision.getOrDefault(false, List.of()));
        List<Outbox.Entry> entries = batches.stream().map(Matched::entry).toList();
        List<Admission> admissions = new ArrayList<>();
        sql.settle(
                        entries,
                        revision,
                        taken -> {
                            admissions.addAll(admissions(batches, taken));
                            return admissions;
                        },
                        courier.offer())
                .onComplete((result, cause) -> {
                    for (Matched batch : batches) {
                        waitingMatches -= batch.matches().size();
                        waitingText -= text(batch.matches().stream().map(Match::event));
                    }
                    if (cause != null) {
                        admissions.forEach(this::takeBack);
                        LOGGER.atWarn()
                                .addKeyValue("batches", batches.size())
                                .addKeyValue("why", cause.getMessage())
                                .log("matched events wait in the outbox");
                        settled.tryFail(cause);
                    } else if (result.isPresent()) {
                        settled(admissions, result.get());
                    } else {
                        takeAgain(entries);
                    }
                    if (waiting.isEmpty()) {
                        settling = false;
                        settled.tryComplete();
                    } else {
                        settleNext();
                    }
                });
    }

    private void settled(List<Admission> admissions, MatchSql.Settled result) {
        admissions.forEach(this::keep);
        meters.matched(admissions.stream()
                .mapToInt(admission -> admission.admitted().size() + admission.held())
                .sum());
        meters.suppressed(result.held());
        courier.send(result.ours());
        courier.claim();
    }

    private List<Admission> admissions(List<Matched> batches, Set<Outbox.Entry> taken) {
        Map<UUID, Trigger> triggers = new TreeMap<>();
        Map<UUID, List<Event>> events = new HashMap<>();
        for (Matched batch : batches) {
            if (taken.contains(batch.entry())) {
                for (Match match : batch.matches()) {
                    triggers.put(match.trigger().id(), match.trigger());
                    events.computeIfAbsent(match.trigger().id(), first -> new ArrayList<>())
                            .add(match.event());
                }
            }
        }
        return triggers.values().stream()
                .map(trigger -> admission(trigger, events.getOrDefault(trigger.id(), List.of())))
                .toList();
    }

    private Admission admission(Trigger trigger, List<Event> events) {
        long now = System.nanoTime();
        Bucket bucket = buckets.computeIfAbsent(trigger.id(), fresh -> new Bucket(conf.burst(), conf.rate(), now));
        int most = trigger.cooldownSeconds() > 0 ? 1 : events.size();
        int admitted = bucket.take(Math.min(most, events.size()), now);
        int held = events.size() - admitted;
        boolean carries = trigger.suppressed() > 0 || holding.contains(trigger.id());
        return new Admission(trigger.id(), trigger.cooldownSeconds(), events.subList(0, admitted), held, carries);
    }

    private void keep(Admission admission) {
        if (admission.held() > 0) {
            holding.add(admission.triggerId());
        } else if (!admission.admitted().isEmpty() && admission.cooldownSeconds() == 0) {
            holding.remove(admission.triggerId());
        }
    }

    /** It was not recorded, and will be decided again: nothing of the trigger's rate has been used. */
    private void takeBack(Admission admission) {
        buckets.computeIfPresent(admission.triggerId(), (id, bucket) -> {
            bucket.give(admission.admitted().size());
            return bucket;
        });
    }
}
