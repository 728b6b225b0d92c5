package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final int MOST = 3;
    private static final int DOWN = 5;

    /** Milliseconds of a try. */
    private static final long FAST = 1;

    private static final long SLOW = 2_000;

    /** Near the end of what the clock can count, which has no beginning of its own. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

    private final Lane lane = new Lane(MOST, now);
    private final Random random = new Random(7);

    @Test
    void aFewAreTriedAtOnceInTheirOrder() {
        List<Delivery> added = add(5);

        assertThat(List.of(next(), next(), next())).isEqualTo(added.subList(0, 3));
        assertThat(lane.next(now)).isNull();
        lane.ended(true, FAST, null, now);
        assertThat(next()).isEqualTo(added.get(3));
        assertThat(lane.next(now)).isNull();
    }

    @Test
    void itTakesSomeThatWaitAndNoMore() {
        int room = lane.room(now);
        assertThat(room).isGreaterThan(MOST);
        add(room);
        assertThat(lane.room(now)).isZero();
        assertThat(lane.waiting()).isEqualTo(room);
        next();
        assertThat(lane.room(now)).isEqualTo(1);
    }

    @Test
    void theFasterTheTargetTheMoreWaitForIt() {
        int first = lane.room(now);
        for (int i = 0; i < 50; i++) {
            end(FAST);
        }
        int fast = lane.room(now);
        for (int i = 0; i < 50; i++) {
            end(SLOW);
        }
        int slow = lane.room(now);

        assertThat(fast).isGreaterThan(2 * first).isLessThanOrEqualTo(64 * MOST);
        assertThat(slow).isLessThan(first).isGreaterThan(MOST);
    }

    @Test
    void theStoreIsAskedOnceHalfOfThoseThatMayWaitAreGone() {
        int all = lane.room(now);
        assertThat(lane.wanted(now)).isEqualTo(all);
        add((all + 1) / 2 + 1);
        assertThat(lane.room(now)).isPositive();
        assertThat(lane.wanted(now)).isZero();

        next();
        next();

        assertThat(lane.wanted(now)).isEqualTo(lane.room(now)).isGreaterThanOrEqualTo(all / 2);
    }

    @Test
    void whoIsDownIsStillWantedForOneTry() {
        fail(DOWN);
        assertThat(lane.wanted(now)).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(lane.wanted(now)).isEqualTo(1);
    }

    @Test
    void afterFiveFailuresInARowItClosesAndThenLooksWithOneTry() {
        fail(DOWN - 1);
        assertThat(lane.room(now)).isPositive();
        fail(1);
        assertThat(lane.room(now)).isZero();
        add(3);
        assertThat(lane.next(now)).isNull();

        pass(Duration.ofMillis(999));
        assertThat(lane.next(now)).isNull();
        pass(Duration.ofMillis(1));
        next();
        assertThat(lane.next(now)).as("one at a time").isNull();
        assertThat(lane.room(now)).isZero();
    }

    @Test
    void aSuccessInBetweenCountsAnew() {
        fail(DOWN - 1);
        succeed();
        fail(DOWN - 1);

        assertThat(lane.room(now)).isPositive();
        add(MOST);
        for (int i = 0; i < MOST; i++) {
            next();
        }
    }

    @Test
    void whatStaysDownIsLookedAtLessOftenButStillEveryTenSeconds() {
        fail(DOWN);
        for (int seconds : new int[] {1, 2, 4, 8, 10, 10, 10, 10, 10, 10, 10, 10}) {
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(lane.room(now)).as("%d", seconds).isZero();
            pass(Duration.ofNanos(1));
            assertThat(lane.room(now)).as("%d", seconds).isEqualTo(1);
            fail(1);
        }
    }

    @Test
    void theFirstSuccessOpensItWide() {
        fail(DOWN + 2);
        pass(Duration.ofSeconds(10));
        add(MOST + 1);
        next();
        assertThat(lane.next(now)).isNull();

        lane.ended(true, FAST, null, now);

        for (int i = 0; i < MOST; i++) {
            next();
        }
        assertThat(lane.room(now)).isGreaterThan(MOST);
    }

    @Test
    void aTargetGetsThePauseThatItAsksForButAMinuteAtMost() {
        askForAPause(Duration.ofSeconds(30));
        pass(Duration.ofSeconds(30).minusNanos(1));
        assertThat(lane.room(now)).isZero();
        pass(Duration.ofNanos(1));
        assertThat(lane.room(now)).isPositive();

        askForAPause(Duration.ofHours(5));
        pass(Duration.ofMinutes(1).minusNanos(1));
        assertThat(lane.room(now)).isZero();
        pass(Duration.ofNanos(1));
        assertThat(lane.room(now)).isPositive();
    }

    @Test
    void aSecondAnswerDoesNotShortenThePauseOfTheFirst() {
        add(2);
        next();
        next();
        lane.ended(false, FAST, Duration.ofSeconds(30), now);
        lane.ended(false, FAST, Duration.ofSeconds(1), now);

        pass(Duration.ofSeconds(29));

        assertThat(lane.room(now)).isZero();
    }

    @Test
    void aSuccessAsksForNoPause() {
        add(1);
        next();
        lane.ended(true, FAST, Duration.ofSeconds(30), now);

        assertThat(lane.room(now)).isPositive();
    }

    @Test
    void whatWasNotTriedSaysNothingOfTheTarget() {
        for (int i = 0; i < 2 * DOWN; i++) {
            add(1);
            next();
            lane.dropped();
        }

        assertThat(lane.isIdle(now)).isTrue();
        assertThat(lane.room(now)).isPositive();
    }

    @Test
    void whoWaitsForTooLongIsLeftToTheStore() {
        add(2);
        pass(Lane.PATIENCE.plusNanos(1));
        Delivery fresh = add(1).getFirst();

        assertThat(next()).isEqualTo(fresh);
        assertThat(lane.waiting()).isZero();
    }

    @Test
    void whileItIsClosedItLetsGoOfThoseThatAreStillItsOwn() {
        add(1);
        next();
        List<Delivery> stale = add(1);
        pass(Lane.PATIENCE);
        List<Delivery> fresh = add(2);
        assertThat(lane.release(false, now)).as("open").isEmpty();
        lane.ended(false, FAST, Duration.ofSeconds(30), now);

        assertThat(lane.release(false, now)).isEqualTo(fresh).doesNotContainAnyElementsOf(stale);

        assertThat(lane.waiting()).isZero();
        assertThat(lane.release(false, now)).isEmpty();
    }

    @Test
    void inTheEndItLetsGoOfAllThatWait() {
        add(1);
        next();
        List<Delivery> waiting = add(2);

        assertThat(lane.release(true, now)).isEqualTo(waiting);
    }

    @Test
    void itIsIdleOnlyWithNothingToRemember() {
        assertThat(lane.isIdle(now)).isTrue();
        add(1);
        assertThat(lane.isIdle(now)).isFalse();
        assertThat(lane.isEmpty()).isFalse();
        next();
        assertThat(lane.isIdle(now)).isFalse();
        assertThat(lane.isEmpty()).isFalse();
        lane.ended(false, FAST, Duration.ofSeconds(1), now);
        assertThat(lane.isIdle(now)).as("closed").isFalse();
        assertThat(lane.isEmpty()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(lane.isIdle(now)).isTrue();
    }

    /** Failures of tries that all began while it was open, or of one when it is time to look again. */
    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            add(1);
            if (lane.next(now) == null) {
                lane.release(true, now);
                pass(Duration.ofSeconds(10));
                add(1);
                next();
            }
            lane.ended(false, FAST, null, now);
        }
    }

    private void end(long millis) {
        add(1);
        next();
        lane.ended(true, millis, null, now);
    }

    private void succeed() {
        add(1);
        next();
        lane.ended(true, FAST, null, now);
    }

    private void askForAPause(Duration pause) {
        add(1);
        next();
        lane.ended(false, FAST, pause, now);
    }

    private Delivery next() {
        @Nullable Delivery next = lane.next(now);
        assertThat(next).isNotNull();
        return next;
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private List<Delivery> add(int count) {
        List<Delivery> added = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            UUID id = DeliveryId.of(TriggerSamples.NOW, i, random);
            added.add(new Delivery(id, TriggerSamples.ID, TriggerSamples.event("x"), 0, TriggerSamples.NOW, 0, 0, now));
            lane.add(added.getLast());
        }
        return added;
    }
}
