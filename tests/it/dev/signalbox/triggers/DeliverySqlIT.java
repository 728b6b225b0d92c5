package dev.signalbox.triggers;

import static dev.signalbox.triggers.Deliveries.idsOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries on their way, on a real database. */
class DeliverySqlIT {

    private static final Duration GIVE_UP = Duration.ofDays(5);

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
    void eachDueDeliveryGoesToOneOfThoseWhoClaim() {
        UUID one = store.trigger();
        UUID other = store.trigger();
        List<UUID> all = Stream.of(store.make(one, 100), store.make(other, 100))
                .flatMap(List::stream)
                .toList();

        List<Future<List<Delivery>>> claims = IntStream.range(0, 8)
                .mapToObj(worker -> store.claim(30, 50, one, other))
                .toList();
        Future.all(claims).await();

        List<UUID> claimed = new ArrayList<>();
        claims.forEach(claim -> claimed.addAll(idsOf(claim.result())));
        // Who comes late may find all locked that it looked at; the rest is there for the next.
        claimed.addAll(idsOf(store.claim(200, one, other)));
        assertThat(claimed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
        assertThat(store.claim(200, one, other)).isEmpty();
    }

    @Test
    void aClaimTakesWhatIsDueLongestOfThoseThatAreWantedAndNoMoreThanThereIsRoomFor() {
        UUID one = store.trigger();
        UUID other = store.trigger();
        List<UUID> ofOne = store.make(one, 5);
        store.make(other, 5);
        store.run("update delivery set due = now() - interval '1 minute' where id = $1", ofOne.get(3));
        store.run("update delivery set due = now() + interval '1 minute' where id = $1", ofOne.get(4));

        assertThat(store.claim(1, one)).singleElement().extracting(Delivery::id).isEqualTo(ofOne.get(3));
        assertThat(store.claim(5, 2, one).await()).hasSize(2);
        assertThat(store.claim(5, one))
                .hasSize(1)
                .noneMatch(delivery -> delivery.id().equals(ofOne.get(4)));
        assertThat(store.count("delivery where trigger_id = $1 and due <= now()", other))
                .isEqualTo(5);
    }

    @Test
    void whoseLeaseHasEndedIsClaimedAgainAndWhatIsReleasedAtOnce() {
        UUID trigger = store.trigger();
        store.make(trigger, 2);
        List<Delivery> claimed = store.claim(2, trigger);
        assertThat(store.claim(2, trigger)).isEmpty();

        store.sql.release(claimed.subList(0, 1)).await();
        assertThat(idsOf(store.claim(2, trigger)))
                .containsExactly(claimed.get(0).id());

        store.run(
                "update delivery set due = now() where id = $1", claimed.get(1).id());
        assertThat(idsOf(store.claim(2, trigger)))
                .containsExactly(claimed.get(1).id());
    }

    @Test
    void whatWasDoneIsNotReleased() {
        UUID trigger = store.trigger();
        store.make(trigger, 1);
        List<Delivery> claimed = store.claim(1, trigger);
        store.tried(claimed, 200);

        store.sql.release(claimed).await();

        assertThat(store.claim(1, trigger)).isEmpty();
        assertThat(store.state(claimed.getFirst().id())).isEqualTo("done");
    }

    @Test
    void aTryIsRecordedWithWhatFollowsFromIt() {
        UUID trigger = store.trigger();
        store.make(trigger, 3);
        List<Delivery> claimed = store.claim(3, trigger);

        store.tried(claimed.subList(0, 1), 200);
        store.tried(claimed.subList(1, 2), 500);
        assertThat(store.tried(claimed.subList(2, 3), 410)).containsExactly(trigger);

        assertThat(claimed).extracting(delivery -> store.state(delivery.id())).containsExactly("done", "due", "dead");
        assertThat(store.count("delivery where due > now() and state = 'due' and ended is null and attempts = 1"))
                .isEqualTo(1);
        assertThat(store.count("delivery where due is null and state <> 'due' and ended <= now()"))
                .isEqualTo(2);
        assertThat(store.count("attempt where number = 1 and latency_ms = 12 and snippet = 'said'"))
                .isEqualTo(3);
        assertThat(store.get(trigger).stopped()).isEqualTo("gone");
        assertThat(store.get(trigger).succeeded()).isNotNull();
        assertThat(store.tried(claimed.subList(2, 3), 410)).as("told once").isEmpty();
    }

    @Test
    void whatWasCutOffIsDueAtOnceAndIsNoFailureOfItsTarget() {
        UUID trigger = store.trigger();
        store.make(trigger, 1);
        Outcome outcome = new Outcome(0, 1, Failures.cutOff(), "", true, null, false);

        List<Tried> cutOff = store.claim(1, trigger).stream()
                .map(delivery -> Tried.cutOff(delivery, Instant.now(), outcome))
                .toList();
        store.sql.record(cutOff, Duration.ofDays(5)).await();

        assertThat(store.count("attempt where number = 1 and error = $1", outcome.error()))
                .isEqualTo(1);
        assertThat(store.get(trigger).failingSince()).isNull();
        assertThat(store.claim(1, trigger)).singleElement().satisfies(again -> {
            assertThat(again.attempts()).isEqualTo(1);
            assertThat(again.forgiven()).isEqualTo(1);
        });
    }

    @Test
    void aSlowTryChangesNothingOnceAnotherHasSucceeded() {
        UUID trigger = store.trigger();
        store.make(trigger, 1);
        List<Delivery> slow = store.claim(1, trigger);
        store.run("update delivery set due = now()");
        store.tried(store.claim(1, trigger), 200);

        store.tried(slow, 500);

        assertThat(store.state(slow.getFirst().id())).isEqualTo("done");
        assertThat(store.claim(1, trigger)).isEmpty();
    }

    @Test
    void aTriggerThatFailsForLongIsStoppedAndOneSuccessSavesIt() {
        UUID failing = store.trigger();
        UUID saved = store.trigger();
        store.make(failing, 2);
        store.make(saved, 3);
        store.tried(store.claim(1, failing, saved), 500);
        assertThat(store.get(failing).failingSince()).isNotNull();
        store.run("update event_trigger set failing_since = now() - interval '6 days'");
        store.tried(store.claim(1, saved), 200);

        assertThat(store.tried(store.claim(1, failing, saved), 500)).containsExactly(failing);

        assertThat(store.get(failing).stopped()).isEqualTo("failing");
        assertThat(store.get(saved).stopped()).isEmpty();
        assertThat(store.get(saved).failingSince()).isNotNull();
    }

    /** Two nodes record tries of the same triggers, in whatever order, while events are settled for them: nobody is refused. */
    @Test
    void nobodyWaitsForSomebodyWhoWaits() {
        List<UUID> triggers =
                IntStream.range(0, 6).mapToObj(number -> store.trigger()).toList();
        triggers.forEach(trigger -> store.make(trigger, 40));
        Random random = new Random(7);
        List<Future<?>> all = new ArrayList<>();
        for (int round = 0; round < 40; round++) {
            // Each round touches every trigger, some by a success and some by a failure.
            List<Tried> tried = new ArrayList<>();
            for (Delivery delivery : store.claim(1, triggers.toArray(UUID[]::new))) {
                int status = random.nextBoolean() ? 200 : 500;
                Outcome outcome = new Outcome(status, 1, "", "", true, null, false);
                tried.add(Tried.of(delivery, Instant.now(), outcome, random));
            }
            java.util.Collections.shuffle(tried, random);
            all.add(store.sql.record(tried, GIVE_UP));
            long id = 100L * round;
            List<Admission> admissions = triggers.stream()
                    .sorted()
                    .map(trigger -> new Admission(trigger, 0, List.of(), 1, true))
                    .toList();
            all.add(store.settle(store.batch(id, id), Deliveries.FREE, admissions.toArray(Admission[]::new)));
        }

        assertThat(Future.join(all).transform(Future::succeededFuture).await().cause())
                .isNull();
        assertThat(store.count("attempt")).isEqualTo(240);
        assertThat(store.count("event_trigger where suppressed = 40")).isEqualTo(6);
    }

    @Test
    void theOldestDueIsHowLongItHasWaited() {
        UUID trigger = store.trigger();
        assertThat(store.sql.oldestDue().await()).isZero();
        List<UUID> made = store.make(trigger, 2);
        store.run("update delivery set due = now() + interval '1 hour'");
        assertThat(store.sql.oldestDue().await()).isZero();

        store.run("update delivery set due = now() - interval '1 hour' where id = $1", made.getFirst());

        assertThat(store.sql.oldestDue().await()).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(61));
    }

    @Test
    void whatIsOldIsRemovedUnlessItIsDue() {
        UUID trigger = store.trigger();
        store.make(trigger, 3);
        List<Delivery> claimed = store.claim(3, trigger);
        store.tried(claimed.subList(0, 1), 200);
        store.tried(claimed.subList(1, 2), 500);
        UUID old = DeliveryId.of(Instant.now().minus(Duration.ofDays(31)), 0, new Random(1));
        UUID oldDue = DeliveryId.of(Instant.now().minus(Duration.ofDays(31)), 1, new Random(1));
        store.run("update delivery set id = $2 where id = $1", claimed.get(0).id(), old);
        store.run(
                "update attempt set delivery_id = $2 where delivery_id = $1",
                claimed.get(0).id(),
                old);
        store.run("update delivery set id = $2 where id = $1", claimed.get(1).id(), oldDue);
        store.run(
                "update attempt set delivery_id = $2 where delivery_id = $1",
                claimed.get(1).id(),
                oldDue);

        store.sql.expire(Duration.ofDays(30), 1).await();

        assertThat(store.ids("select id from delivery"))
                .containsExactlyInAnyOrder(oldDue, claimed.get(2).id());
        assertThat(store.ids("select delivery_id from attempt")).containsExactly(oldDue);
    }

    @Test
    void whatBelongsToARemovedTriggerGoesWithItInSmallSteps() {
        UUID removed = store.trigger();
        UUID kept = store.trigger();
        store.make(removed, 25);
        store.make(kept, 2);
        store.tried(store.claim(1, removed, kept), 200);
        store.triggers.delete(removed).await();
        assertThat(store.triggers.get(removed).await()).isEmpty();
        assertThat(store.count("event_trigger where id = $1 and (url <> '' or secrets <> '{}')", removed))
                .isZero();

        store.sql.expire(Duration.ofDays(30), 10).await();

        assertThat(store.count("delivery where trigger_id = $1", removed)).isZero();
        assertThat(store.count("delivery where trigger_id = $1", kept)).isEqualTo(2);
        assertThat(store.count("attempt")).isEqualTo(1);
        store.sql.expire(Duration.ofDays(30), 10).await();
        assertThat(store.ids("select id from event_trigger")).containsExactly(kept);
    }

    @Test
    void whatWasMadeForATriggerThatIsGoneGoesInTheEnd() {
        UUID trigger = store.trigger();
        store.make(trigger, 1);
        store.run("delete from event_trigger");
        assertThat(store.sql.claim(Deliveries.LEASE, Map.of(trigger, 5), 5).await())
                .hasSize(1);
        UUID old = DeliveryId.of(Instant.now().minus(Duration.ofDays(31)), 0, new Random(1));
        store.run("update delivery set id = $1", old);

        store.sql.expire(Duration.ofDays(30), 10).await();

        assertThat(store.count("delivery")).isZero();
    }
}
