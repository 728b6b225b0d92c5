package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketTest {

    private static final int BURST = 100;
    private static final int RATE = 10;

    private long now = -5;
    private final Bucket bucket = new Bucket(BURST, RATE, now);

    @Test
    void aBurstIsThereAtOnceAndThenTheRate() {
        assertThat(bucket.take(60, now)).isEqualTo(60);
        assertThat(bucket.take(60, now)).isEqualTo(40);
        assertThat(bucket.take(1, now)).isZero();

        pass(Duration.ofSeconds(2));

        assertThat(bucket.take(100, now)).isEqualTo(20);
    }

    @Test
    void smallPiecesOfTimeAddUp() {
        bucket.take(BURST, now);
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            pass(Duration.ofMillis(1));
            taken += bucket.take(1, now);
        }

        assertThat(taken).isBetween(99, 100);
    }

    @Test
    void itNeverHoldsMoreThanTheBurst() {
        pass(Duration.ofDays(1_000));
        assertThat(bucket.take(Integer.MAX_VALUE, now)).isEqualTo(BURST);

        bucket.give(BURST + 1);
        assertThat(bucket.take(Integer.MAX_VALUE, now)).isEqualTo(BURST);
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        bucket.take(BURST, now);
        bucket.give(7);

        assertThat(bucket.take(10, now)).isEqualTo(7);
    }

    @Test
    void nothingWantedIsNothingTaken() {
        assertThat(bucket.take(0, now)).isZero();
        assertThat(bucket.take(BURST, now)).isEqualTo(BURST);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
