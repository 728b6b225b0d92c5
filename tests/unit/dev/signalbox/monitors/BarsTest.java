package dev.signalbox.monitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BarsTest {

    private static final Instant HALF_PAST_ONE = Instant.parse("2026-11-20T01:30:00Z");

    @Test
    void aCheckInCountsInTheHourOfItsAge() {
        List<Integer> bars = barsAt(HALF_PAST_ONE, 6, ago("PT1H"), ago("PT2H"));

        assertThat(bars).containsExactly(0, 0, 0, 1, 1, 0);
    }

    @Test
    void theNewestBarHoldsNowAndTheOldestNothingOlder() {
        List<Integer> bars = barsAt(HALF_PAST_ONE, 6, HALF_PAST_ONE, ago("PT7H"));

        assertThat(bars).containsExactly(0, 0, 0, 0, 0, 1);
    }

    @Test
    void onlyOldCheckInsLeaveAllBarsEmpty() {
        List<Integer> bars = barsAt(HALF_PAST_ONE, 48, ago("PT48H"), ago("PT48H0.001S"), ago("P60D"));

        assertThat(bars).hasSize(48).containsOnly(0);
    }

    @Test
    void aCheckInFromTheFutureCountsAsNew() {
        List<Integer> bars = barsAt(HALF_PAST_ONE, 3, ago("PT-0.001S"), ago("PT-29M"), ago("PT-31M"), ago("PT-500H"));

        assertThat(bars).containsExactly(0, 0, 4);
    }

    @Test
    void windowsRollWithNowToTheMillisecond() {
        List<Integer> bars =
                barsAt(HALF_PAST_ONE, 3, ago("PT59M59.999S"), ago("PT1H"), ago("PT1H59M59.999S"), ago("PT2H"));

        assertThat(bars).containsExactly(1, 2, 1);
    }

    @Test
    void anyCheckInAtAnyTimeFallsWhereItsAgeInFullHoursSays() {
        Random random = new Random(48);
        for (int round = 0; round < 1_000; round++) {
            Instant now = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
            Instant[] checkIns = Stream.generate(() -> now.minusMillis(random.nextLong(-3_600_000, 30 * 3_600_000L)))
                    .limit(20)
                    .toArray(Instant[]::new);

            assertThat(barsAt(now, 24, checkIns)).isEqualTo(byTheRule(now, 24, checkIns));
        }
    }

    private static Instant ago(String duration) {
        return HALF_PAST_ONE.minus(Duration.parse(duration));
    }

    private static List<Integer> barsAt(Instant now, int hours, Instant... checkIns) {
        Stamp right = Stamp.of(now);
        Bars bars = new Bars(hours);
        for (Instant checkIn : checkIns) {
            Stamp stamp = Stamp.of(checkIn);
            int early = stamp.millis() <= right.millis() ? 1 : 0;
            bars.add(right.hour() - stamp.hour(), early, 1 - early);
        }
        return bars.newestLast();
    }

    private static List<Integer> byTheRule(Instant now, int hours, Instant... checkIns) {
        Integer[] bars = new Integer[hours];
        Arrays.fill(bars, 0);
        for (Instant checkIn : checkIns) {
            long index =
                    Math.max(0, Math.floorDiv(Duration.between(checkIn, now).toMinutes(), 60L));
            if (index < hours) {
                bars[(int) index]++;
            }
        }
        List<Integer> newestLast = Arrays.asList(bars);
        Collections.reverse(newestLast);
        return newestLast;
    }
}
