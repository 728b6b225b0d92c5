package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conf.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PagesConfTest {

    @Test
    void aNodeWithoutNameIsCalledByItsHost() {
        Settings settings = new Settings(
                Map.of("dashboard.node-name", "", "dashboard.page-size", 100, "dashboard.monitor-hours", 48));

        PagesConf conf = PagesConf.from(settings);

        assertThat(settings.mistakes()).isEmpty();
        assertThat(conf.nodeName()).isNotBlank();
        assertThat(conf.pageSize()).isEqualTo(100);
        assertThat(conf.monitorHours()).isEqualTo(48);
    }

    @Test
    void sizesOutOfBoundsAreNamed() {
        Settings settings = new Settings(
                Map.of("dashboard.node-name", "n", "dashboard.page-size", 1_001, "dashboard.monitor-hours", 337));

        PagesConf.from(settings);

        assertThat(settings.mistakes())
                .anyMatch(mistake -> mistake.startsWith("dashboard.page-size"))
                .anyMatch(mistake -> mistake.startsWith("dashboard.monitor-hours"))
                .hasSize(2);
    }
}
