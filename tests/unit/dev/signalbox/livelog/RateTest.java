package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateTest {

    @Test
    void eachSecondCountsWhatCameInIt() {
        Rate rate = new Rate(100);
        rate.tick(100);
        rate.tick(150);
        rate.tick(151);

        assertThat(rate.perSecond()).containsExactly(0L, 50L, 1L);
    }

    @Test
    void onlyTheLastMinuteIsKept() {
        Rate rate = new Rate(0);
        for (int second = 1; second <= 3 * Rate.SECONDS; second++) {
            rate.tick((long) second * second);
        }

        assertThat(rate.perSecond()).hasSize(Rate.SECONDS).endsWith(6L * Rate.SECONDS - 1);
    }

    @Test
    void nothingIsLessThanNothing() {
        Rate rate = new Rate(10);
        rate.tick(5);

        assertThat(rate.perSecond()).containsExactly(0L);
    }
}
