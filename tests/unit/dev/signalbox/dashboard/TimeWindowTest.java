package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeWindowTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:07:31.5Z");

    @Test
    void withoutAFilterItIsTheLastDayInQuartersOfAnHour() {
        TimeWindow window = TimeWindow.of(null, null, NOW);

        assertThat(window.step()).isEqualTo(Duration.ofMinutes(15));
        assertThat(window.since()).isEqualTo("2026-11-19T12:00:00Z");
        assertThat(window.until()).isEqualTo("2026-11-20T12:15:00Z");
        assertThat(window.stepInWords()).isEqualTo("15 min");
    }

    @Test
    void itCoversTheFilterWithBarsThatBeginAtRoundTimes() {
        Instant since = Instant.parse("2026-11-20T08:00:10Z");
        Instant until = Instant.parse("2026-11-20T08:04:50Z");

        TimeWindow window = TimeWindow.of(since, until, NOW);

        assertThat(window.since()).isBeforeOrEqualTo(since);
        assertThat(window.until()).isAfterOrEqualTo(until);
        assertThat(window.since().getEpochSecond() % window.step().toSeconds()).isZero();
    }

    @Test
    void noSpanNeedsMoreBarsThanThePageHasRoomFor() {
        for (long seconds = 1; seconds < 300_000_000_000L; seconds = seconds * 3 + 1) {
            TimeWindow window = TimeWindow.of(NOW.minusSeconds(seconds), NOW, NOW);

            assertThat(window.bars()).as("%d s", seconds).isBetween(1, TimeWindow.MAX_BARS);
            assertThat(window.until()).isAfterOrEqualTo(NOW);
        }
    }

    @Test
    void aBeginningInTheFutureIsFollowedByADay() {
        TimeWindow window = TimeWindow.of(NOW.plusSeconds(60), null, NOW);

        assertThat(Duration.between(window.since(), window.until()))
                .isBetween(Duration.ofHours(24), Duration.ofHours(25));
    }
}
