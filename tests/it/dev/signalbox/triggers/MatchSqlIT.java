package dev.signalbox.triggers;

import static dev.signalbox.triggers.Deliveries.FREE;
import static dev.signalbox.triggers.Deliveries.LEASE;
import static dev.signalbox.triggers.Deliveries.all;
import static dev.signalbox.triggers.Deliveries.events;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.db.Outbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches become deliveries once and whole, on a real database, whoever else tries at the same time. */
class MatchSqlIT {

    private static Vertx vertx;
    private static Deliveries store;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        store = new Deliveries(vertx);
    }

    @AfterAll
    static void close() {
        store.close();
        vertx.close().await();
    }

    @BeforeEach
    void clear() {
        store.clear();
    }

    @Test
    void ofManyWhoSettleTheSameBatchesOneDoes() {
        UUID trigger = store.trigger();
        List<Outbox.Entry> batches = IntStream.range(0, 50)
                .mapToObj(number -> store.batch(10L * number, 10L * number))
                .toList();
        Random random = new Random(7);

        // Each knows them in another order, and groups them differently: nobody may wait for somebody who waits for
        // him.
        List<Future<MatchSql.Settled>> settling = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
            List<Outbox.Entry> order = new ArrayList<>(batches);
            Collections.shuffle(order, random);
            for (int from = 0; from < order.size(); from += 25) {
                List<Outbox.Entry> group = order.subList(from, from + 25);
                settling.add(store.settle(group, taken -> one(trigger, taken), one -> LEASE));
            }
        }
        Future.all(settling).await();

        assertThat(settling.stream()
                        .mapToInt(settled -> settled.result().ours().size())
                        .sum())
                .isEqualTo(50);
        assertThat(store.count("delivery")).isEqualTo(50);
        assertThat(store.count("(select distinct event_id from delivery) as events"))
                .isEqualTo(50);
        assertThat(store.count("event_batch where consumer = 'trigger'")).isZero();
        assertThat(store.count("event_batch where consumer = 'count'")).isEqualTo(50);
    }

    @Test
    void whatCannotBeRecordedStaysInTheOutbox() {
        UUID trigger = store.trigger();
        Outbox.Entry entry = store.batch(1, 2);
        List<Event> events = new ArrayList<>(events(1, 1));
        Event good = events.getFirst();
        events.add(new Event(2, good.at(), "log", "o", "o", good.severity(), "m", "no object"));

        Future<MatchSql.Settled> settled = store.settle(entry, FREE, all(trigger, events));
        assertThat(settled.transform(Future::succeededFuture).await().failed()).isTrue();

        assertThat(store.count("delivery")).isZero();
        assertThat(store.match.left(Duration.ZERO, 10).await()).containsExactly(entry);
    }

    @Test
    void aDeliveryKeepsTheEventAsItWas() {
        UUID trigger = store.trigger();
        List<Event> events = events(5, 2);

        List<Delivery> ours = store.settle(store.batch(5, 6), one -> LEASE, all(trigger, events))
                .await()
                .ours();

        assertThat(ours).extracting(Delivery::event).isEqualTo(events);
        assertThat(ours).extracting(Delivery::suppressed).containsExactly(0L, 0L);
        assertThat(store.claim(10, trigger)).as("ours alone").isEmpty();
        store.sql.release(ours).await();
        List<Delivery> claimed = store.claim(10, trigger);
        assertThat(claimed).extracting(Delivery::event).containsExactlyInAnyOrderElementsOf(events);
        assertThat(Deliveries.idsOf(claimed)).containsExactlyInAnyOrderElementsOf(Deliveries.idsOf(ours));
        assertThat(claimed.getFirst().created().toEpochMilli())
                .isEqualTo(ours.getFirst().created().toEpochMilli());
    }

    @Test
    void whatIsNotOursIsDueAtOnce() {
        UUID trigger = store.trigger();

        assertThat(store.settle(store.batch(1, 3), FREE, all(trigger, events(1, 3)))
                        .await()
                        .ours())
                .isEmpty();

        assertThat(store.claim(10, trigger)).hasSize(3);
    }

    @Test
    void ofManyAtOnceOnePassesTheCooldownAndTheOthersAreCounted() {
        UUID trigger = store.trigger(3_600);
        List<Future<MatchSql.Settled>> settling = IntStream.range(0, 20)
                .mapToObj(number -> store.settle(
                        store.batch(10L * number, 10L * number + 2),
                        one -> LEASE,
                        new Admission(trigger, 3_600, events(10L * number, 1), 2, true)))
                .toList();
        Future.all(settling).await();

        assertThat(settling.stream()
                        .mapToInt(settled -> settled.result().held())
                        .sum())
                .isEqualTo(59);
        assertThat(store.count("delivery")).isEqualTo(1);
        assertThat(store.get(trigger).suppressed()).isEqualTo(59);
        assertThat(store.get(trigger).fired()).isNotNull();
    }

    @Test
    void theNextDeliveryAfterACooldownCarriesTheCount() {
        UUID trigger = store.trigger(60);
        store.settle(store.batch(1, 3), FREE, new Admission(trigger, 60, events(1, 1), 2, false))
                .await();
        store.settle(store.batch(5, 5), FREE, new Admission(trigger, 60, events(5, 1), 0, true))
                .await();
        assertThat(store.get(trigger).suppressed()).isEqualTo(3);
        store.run("update event_trigger set fired = now() - interval '61 seconds'");

        List<Delivery> next = store.settle(
                        store.batch(7, 8), one -> LEASE, new Admission(trigger, 60, events(7, 1), 1, true))
                .await()
                .ours();

        assertThat(next).singleElement().extracting(Delivery::suppressed).isEqualTo(3L);
        assertThat(store.get(trigger).suppressed()).as("held back since").isEqualTo(1);
    }

    /** The first of several carries it, so that it is told once. */
    @Test
    void whatTheRateHeldBackIsToldOnce() {
        UUID trigger = store.trigger();
        store.settle(store.batch(1, 9), FREE, new Admission(trigger, 0, List.of(), 9, false))
                .await();
        assertThat(store.get(trigger).suppressed()).isEqualTo(9);

        List<Delivery> next = store.settle(
                        store.batch(20, 22), one -> LEASE, new Admission(trigger, 0, events(20, 3), 0, true))
                .await()
                .ours();

        assertThat(next).extracting(Delivery::suppressed).containsExactly(9L, 0L, 0L);
        assertThat(store.get(trigger).suppressed()).isZero();
    }

    @Test
    void onlyWhatIsOldEnoughIsLeftOver() {
        Instant now = Instant.now();
        long old = EventId.floor(now.minusSeconds(60));
        long older = EventId.floor(now.minusSeconds(90));
        Outbox.Entry second = store.batch(old, old);
        Outbox.Entry first = store.batch(older, older);
        store.batch(EventId.floor(now), EventId.floor(now));

        assertThat(store.match.left(Duration.ofSeconds(30), 10).await()).containsExactly(first, second);
        assertThat(store.match.left(Duration.ofSeconds(30), 1).await()).containsExactly(first);

        store.match.forget(List.of(first, second), store.revision()).await();
        assertThat(store.match.left(Duration.ofSeconds(30), 10).await()).isEmpty();
        assertThat(store.count("event_batch where consumer = 'trigger'")).isEqualTo(1);
        assertThat(store.count("event_batch where consumer = 'count'")).isEqualTo(3);
    }

    @Test
    void whatWasMatchedByTriggersThatAreNoLongerTrueStaysInTheOutbox() {
        UUID trigger = store.trigger();
        long revision = store.revision();
        Outbox.Entry matched = store.batch(1, 1);
        Outbox.Entry unmatched = store.batch(2, 2);
        store.trigger();

        assertThat(store.match
                        .settle(List.of(matched), revision, taken -> List.of(all(trigger, events(1, 1))), FREE)
                        .await())
                .isEmpty();
        assertThat(store.match.forget(List.of(unmatched), revision).await()).isFalse();

        assertThat(store.count("delivery")).isZero();
        assertThat(store.match.left(Duration.ZERO, 10).await()).containsExactly(matched, unmatched);
        assertThat(store.match.forget(List.of(unmatched), store.revision()).await())
                .isTrue();
        assertThat(store.match.left(Duration.ZERO, 10).await()).containsExactly(matched);
    }

    @Test
    void moreThanOneStatementHoldsIsRecordedWhole() {
        UUID trigger = store.trigger();
        List<Event> events = events(1, 40).stream()
                .map(event -> new Event(
                        event.id(),
                        event.at(),
                        "log",
                        "o",
                        "o",
                        event.severity(),
                        "x".repeat(60_000) + event.id(),
                        "{}"))
                .toList();

        List<Delivery> ours = store.settle(store.batch(1, 40), one -> LEASE, all(trigger, events))
                .await()
                .ours();

        assertThat(ours).extracting(Delivery::event).isEqualTo(events);
        assertThat(store.count("delivery where length(message) > 60000")).isEqualTo(40);
    }

    private static List<Admission> one(UUID trigger, Collection<Outbox.Entry> taken) {
        List<Event> events = Set.copyOf(taken).stream()
                .flatMap(entry -> events(entry.firstId(), 1).stream())
                .toList();
        return events.isEmpty() ? List.of() : List.of(all(trigger, events));
    }
}
