package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conf.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TriggersConfTest {

    private final Map<String, Object> values = new HashMap<>(Map.of(
            "triggers.allow-targets",
            List.of(),
            "triggers.timeout",
            "3s",
            "triggers.target-connections",
            5,
            "triggers.in-flight",
            6,
            "triggers.response-bytes",
            "7KiB",
            "triggers.burst",
            8,
            "triggers.rate",
            9,
            "triggers.give-up-after",
            "10d",
            "triggers.retention",
            "11d"));

    @Test
    void everySettingHasItsPlace() {
        assertThat(TriggersConf.from(new Settings(values)))
                .isEqualTo(new TriggersConf(
                        List.of(), Duration.ofSeconds(3), 5, 6, 7_168, 8, 9, Duration.ofDays(10), Duration.ofDays(11)));
    }

    @Test
    void everyMistakeIsNamed() {
        values.put("triggers.allow-targets", List.of("10.0.0.0/33", "home"));
        values.put("triggers.timeout", "1h");
        Settings settings = new Settings(values);

        TriggersConf.from(settings);

        assertThat(settings.mistakes())
                .satisfiesExactly(
                        block -> assertThat(block).startsWith("triggers.allow-targets: "),
                        name -> assertThat(name).startsWith("triggers.allow-targets: "),
                        timeout -> assertThat(timeout).startsWith("triggers.timeout: "));
    }
}
