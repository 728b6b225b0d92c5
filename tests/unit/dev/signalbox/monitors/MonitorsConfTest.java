package dev.signalbox.monitors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conf.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonitorsConfTest {

    private final Map<String, Object> values = new HashMap<>(Map.of(
            "monitors.instances", 2,
            "monitors.queue", 300,
            "monitors.batch", 40,
            "monitors.retention", "90d",
            "monitors.sweep", "5s"));

    @Test
    void everySettingHasItsPlace() {
        MonitorsConf conf = MonitorsConf.from(new Settings(values));

        assertThat(conf).isEqualTo(new MonitorsConf(2, 300, 40, Duration.ofDays(90), Duration.ofSeconds(5)));
    }

    @Test
    void everyMistakeIsNamed() {
        values.put("monitors.queue", "0");
        values.put("monitors.retention", "1h");
        Settings settings = new Settings(values);

        MonitorsConf.from(settings);

        assertThat(settings.mistakes())
                .satisfiesExactly(
                        queue -> assertThat(queue).startsWith("monitors.queue: "),
                        retention -> assertThat(retention).startsWith("monitors.retention: "));
    }
}
