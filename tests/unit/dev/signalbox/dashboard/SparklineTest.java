package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SparklineTest {

    @Test
    void eachSecondIsAStepAndTheTallestTakesTheHeight() {
        Sparkline line = Sparkline.of(List.of(0L, 500L, 1_000L));

        assertThat(line.path()).isEqualTo("M57 24V24h1V13h1V2h1V24z");
        assertThat(line.title()).isEqualTo("the last 3 s: at most 1.0 kB/s");
    }

    @Test
    void whatIsLittleBesideABurstIsStillSeen() {
        assertThat(Sparkline.of(List.of(1L, 1_000_000L)).path()).isEqualTo("M58 24V23h1V2h1V24z");
    }

    @Test
    void theLastMinuteIsShown() {
        Sparkline line = Sparkline.of(LongStream.rangeClosed(1, 70).boxed().toList());

        assertThat(line.path()).startsWith("M0 24").hasSizeLessThan(600);
        assertThat(line.path().split("h1", -1)).hasSize(61);
    }

    @Test
    void theRateIsThatOfTheLastSeconds() {
        assertThat(Sparkline.of(List.of(9_000_000L, 0L, 0L, 5_000L, 0L, 0L)).rate())
                .isEqualTo("1.0 kB/s");
    }

    @Test
    void silenceSaysHowLong() {
        assertThat(Sparkline.of(List.of(7L, 0L, 0L, 0L, 0L, 0L)).rate()).isEqualTo("silent 5 s");
        assertThat(Sparkline.of(Collections.nCopies(60, 0L)).rate()).isEqualTo("silent");
        assertThat(Sparkline.of(Collections.nCopies(60, 0L)).path()).isEmpty();
    }

    @Test
    void whatHasJustBegunHasNoRateYet() {
        assertThat(Sparkline.of(List.of()).rate()).isEmpty();
        assertThat(Sparkline.of(List.of()).title()).isEqualTo("just begun");
    }
}
