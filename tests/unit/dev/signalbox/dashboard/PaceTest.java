package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final FakeLater time = new FakeLater();
    private int runs;
    private final Pace pace = new Pace(Duration.ofMillis(4), time::nanos, time, () -> runs++);

    @Test
    void theFirstRequestIsServedAtOnce() {
        pace.request();
        assertThat(runs).isEqualTo(1);

        time.pass(4);
        pace.request();
        assertThat(runs).isEqualTo(2);
    }

    @Test
    void requestsDuringThePauseShareTheRunAtItsEnd() {
        pace.request();
        time.pass(1);
        pace.request();
        pace.request();
        time.pass(2);
        pace.request();
        assertThat(runs).isEqualTo(1);

        time.pass(1);
        assertThat(runs).isEqualTo(2);

        time.pass(100);
        assertThat(runs).isEqualTo(2);
    }

    @Test
    void aRequestFromWithinARunIsNotLost() {
        int[] rounds = new int[1];
        Pace[] self = new Pace[1];
        self[0] = new Pace(Duration.ofMillis(4), time::nanos, time, () -> {
            if (rounds[0]++ < 3) {
                self[0].request();
            }
        });
        self[0].request();
        time.pass(100);

        assertThat(rounds[0]).isEqualTo(4);
    }
}
