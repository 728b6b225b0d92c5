package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockTest {

    private static String ago(long seconds) {
        return Clock.ago(Samples.NOW.minusSeconds(seconds), Samples.NOW);
    }

    @Test
    void distanceIsToldInTheLargestUnitThatFits() {
        assertThat(ago(0)).isEqualTo("now");
        assertThat(ago(59)).isEqualTo("59 s");
        assertThat(ago(60)).isEqualTo("1 min");
        assertThat(ago(3_599)).isEqualTo("59 min");
        assertThat(ago(3_600)).isEqualTo("1 h");
        assertThat(ago(86_399)).isEqualTo("23 h");
        assertThat(ago(86_400)).isEqualTo("1 d");
    }

    @Test
    void theFutureIsToldAsSuch() {
        assertThat(ago(-300)).isEqualTo("in 5 min");
    }

    @Test
    void exactTimesNameTheirZone() {
        assertThat(Clock.exact(Samples.NOW.plusMillis(7))).isEqualTo("2026-11-20 12:00:00.007 UTC");
    }
}
