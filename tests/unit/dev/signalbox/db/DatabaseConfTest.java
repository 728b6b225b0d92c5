package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conf.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseConfTest {

    private final Map<String, Object> values = new HashMap<>(Map.of(
            "database.url", "",
            "database.pool-size", 8,
            "database.pool-queue", 1000,
            "database.pool-wait", "3s",
            "database.statement-timeout", "10s"));

    @Test
    void anEmptyUrlMeansTheEmbeddedDatabase() {
        Settings settings = new Settings(values);

        assertThat(DatabaseConf.from(settings))
                .isEqualTo(new DatabaseConf(null, 8, 1000, Duration.ofSeconds(3), Duration.ofSeconds(10)));
        assertThat(settings.mistakes()).isEmpty();
    }

    @Test
    void aBadUrlNamesItsSettingAndHidesThePassword() {
        values.put("database.url", "postgresql://box:sEcReT@host");
        Settings settings = new Settings(values);

        DatabaseConf.from(settings);

        assertThat(settings.mistakes())
                .singleElement()
                .asString()
                .startsWith("database.url: ")
                .contains("postgresql://user:password@host:port/name")
                .doesNotContain("sEcReT");
    }

    @Test
    void theConfigurationShowsItselfWithoutThePassword() {
        values.put("database.url", "postgresql://box:sEcReT@host/name");

        assertThat(DatabaseConf.from(new Settings(values)).toString())
                .contains("host")
                .doesNotContain("sEcReT");
    }

    @Test
    void aPoolLargerThanTheServerAllowsIsAMistake() {
        values.put("database.pool-size", 33);
        Settings settings = new Settings(values);

        DatabaseConf.from(settings);

        assertThat(settings.mistakes()).singleElement().asString().startsWith("database.pool-size");
    }
}
