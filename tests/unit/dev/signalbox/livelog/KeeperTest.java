package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conf.Settings;
import dev.signalbox.livelog.Keeper.Surplus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeeperTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    @Test
    void whatIsWithinAllLimitsStays() {
        assertThat(surplus(Map.of(), row("a", 2, 10, 1), row("b", 1, 10, 2), row("a", 1, 10, 3)))
                .isEmpty();
        assertThat(surplus(Map.of())).isEmpty();
    }

    @Test
    void whatIsTooOldGoes() {
        assertThat(surplus(Map.of("KEEP_AGE", "1h"), row("a", 3, 10, 59), row("a", 2, 10, 60), row("b", 1, 10, 61)))
                .containsExactly("b 1 keep-age");
    }

    @Test
    void ofEachStreamTheLatestStay() {
        assertThat(surplus(
                        Map.of("KEEP_GENERATIONS", "1"),
                        row("a", 3, 10, 1),
                        row("b", 7, 10, 2),
                        row("a", 2, 10, 3),
                        row("a", 1, 10, 4),
                        row("b", 6, 10, 5)))
                .containsExactly("a 2 keep-generations", "a 1 keep-generations", "b 6 keep-generations");
    }

    @Test
    void theOldestGoOnceThereAreTooManyBytes() {
        assertThat(surplus(
                        Map.of("KEEP_BYTES", "100"),
                        row("a", 4, 60, 1),
                        row("b", 1, 40, 2),
                        row("a", 3, 0, 3),
                        row("a", 2, 1, 4),
                        row("a", 1, 0, 5)))
                .containsExactly("a 2 keep-bytes", "a 1 keep-bytes");
    }

    @Test
    void whatIsOlderThanOneThatDoesNotFitGoesWithIt() {
        assertThat(surplus(Map.of("KEEP_BYTES", "100"), row("a", 3, 60, 1), row("a", 2, 50, 2), row("a", 1, 30, 3)))
                .containsExactly("a 2 keep-bytes", "a 1 keep-bytes");
    }

    @Test
    void oneThatIsLargerThanAllThatMayBeKeptTakesNoOtherWithIt() {
        assertThat(surplus(Map.of("KEEP_BYTES", "100"), row("a", 3, 101, 1), row("a", 2, 50, 2), row("a", 1, 50, 3)))
                .containsExactly("a 3 keep-bytes");
    }

    private static List<String> surplus(Map<String, String> limits, LogRow... rows) {
        Map<String, String> environment = new TreeMap<>();
        limits.forEach((name, value) -> environment.put("SIGNALBOX_LIVELOG_" + name, value));
        Settings settings = Samples.settings(environment);
        LivelogConf conf = LivelogConf.from(settings);
        assertThat(settings.mistakes()).isEmpty();
        return Keeper.surplus(List.of(rows), conf, NOW).stream()
                .map(KeeperTest::words)
                .toList();
    }

    private static String words(Surplus gone) {
        return gone.row().key().stream() + " " + gone.row().key().generation() + " " + gone.limit();
    }

    private static LogRow row(String stream, int generation, long bytes, int minutesAgo) {
        return Samples.row(stream, generation, State.DONE, bytes, NOW.minus(Duration.ofMinutes(minutesAgo)), "done");
    }
}
