package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conf.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LivelogConfTest {

    @TempDir
    private Path directory;

    @Test
    void theDefaultsAreThePortsOfTheOriginalOnLoopback() {
        LivelogConf conf = read(Map.of());

        assertThat(conf.putHost()).isEqualTo("127.0.0.1");
        assertThat(conf.putPort()).isEqualTo(60022);
        assertThat(conf.getPort()).isEqualTo(60023);
        assertThat(conf.accessToken()).isEmpty();
        assertThat(conf.tls()).isNull();
        assertThat(conf.idleTimeout()).isEqualTo(Duration.ZERO);
        assertThat(conf.instances()).isPositive();
    }

    @Test
    void theVariablesOfTheOriginalWork() throws IOException {
        Path crt = Files.writeString(directory.resolve("crt"), "");
        Path key = Files.writeString(directory.resolve("key"), "");

        LivelogConf conf = read(Map.of(
                "LIVELOG_PUT_PORT", "1",
                "LIVELOG_GET_PORT", "2",
                "ACCESS_TOKEN", "secret",
                "SERVER_CRT_FILE", crt.toString(),
                "SERVER_KEY_FILE", key.toString()));

        assertThat(conf.putPort()).isEqualTo(1);
        assertThat(conf.getPort()).isEqualTo(2);
        assertThat(conf.accessToken()).isEqualTo("secret");
        assertThat(conf.tls()).isEqualTo(new LivelogConf.Tls(crt, key));
    }

    @Test
    void oursWinOverThem() {
        LivelogConf conf = read(Map.of(
                "LIVELOG_PUT_PORT", "1",
                "SIGNALBOX_LIVELOG_PUT_PORT", "3",
                "ACCESS_TOKEN", "theirs",
                "SIGNALBOX_LIVELOG_ACCESS_TOKEN", "ours"));

        assertThat(conf.putPort()).isEqualTo(3);
        assertThat(conf.accessToken()).isEqualTo("ours");
    }

    @ParameterizedTest
    @CsvSource({"SERVER_CRT_FILE, livelog.tls-key", "SERVER_KEY_FILE, livelog.tls-cert"})
    void aCertificateWithoutItsKeyIsAMistakeAndTheOtherWayRound(String given, String missing) {
        assertThat(mistakes(Map.of(given, "/etc/hostname")))
                .singleElement()
                .asString()
                .startsWith(missing + ": is empty");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path none = directory.resolve("none");

        assertThat(mistakes(Map.of("SERVER_CRT_FILE", none.toString(), "SERVER_KEY_FILE", none.toString())))
                .containsExactly(
                        "livelog.tls-cert: cannot be read: " + none, "livelog.tls-key: cannot be read: " + none);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.168.1.2", "example.com", "::", ""})
    void producersComeFromThisMachineOnly(String host) {
        assertThat(mistakes(Map.of("SIGNALBOX_LIVELOG_PUT_HOST", host)))
                .singleElement()
                .asString()
                .startsWith("livelog.put-host")
                .contains("loopback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.8.9.1"})
    void whateverThisMachineCallsItself(String host) {
        assertThat(mistakes(Map.of("SIGNALBOX_LIVELOG_PUT_HOST", host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a b", "%20", "ü", "a?b"})
    void aTokenNeedsNoEncodingInAnAddress(String token) {
        assertThat(mistakes(Map.of("ACCESS_TOKEN", token)))
                .singleElement()
                .asString()
                .startsWith("livelog.access-token");
    }

    @Test
    void aTokenThatOthersCouldGuessIsAMistake() {
        assertThat(mistakes(Map.of("SIGNALBOX_LIVELOG_GET_HOST", "0.0.0.0", "ACCESS_TOKEN", "fifteen-letters")))
                .singleElement()
                .asString()
                .startsWith("livelog.access-token")
                .contains("16", "0.0.0.0");
        assertThat(mistakes(Map.of("SIGNALBOX_LIVELOG_GET_HOST", "0.0.0.0", "ACCESS_TOKEN", "sixteen.letters_")))
                .isEmpty();
        assertThat(mistakes(Map.of("SIGNALBOX_LIVELOG_GET_HOST", "0.0.0.0"))).isEmpty();
        assertThat(mistakes(Map.of("ACCESS_TOKEN", "short"))).isEmpty();
    }

    @Test
    void everyOtherMistakeIsNamedToo() {
        Map<String, String> wrong = new TreeMap<>(Map.of(
                "LIVELOG_PUT_PORT", "http",
                "LIVELOG_GET_PORT", "65536",
                "SIGNALBOX_LIVELOG_MAX_LIVE", "0",
                "SIGNALBOX_LIVELOG_MAX_BYTES", "0",
                "SIGNALBOX_LIVELOG_KEEP_AGE", "1s",
                "SIGNALBOX_LIVELOG_KEEP_GENERATIONS", "0",
                "SIGNALBOX_LIVELOG_KEEP_BYTES", "much",
                "SIGNALBOX_LIVELOG_IDLE_TIMEOUT", "soon",
                "SIGNALBOX_LIVELOG_INSTANCES", "-1",
                "SIGNALBOX_LIVELOG_MAX_CONNECTIONS", "0"));

        assertThat(mistakes(wrong)).hasSize(wrong.size()).allMatch(mistake -> mistake.startsWith("livelog."));
    }

    private static LivelogConf read(Map<String, String> environment) {
        Settings settings = Samples.settings(environment);
        LivelogConf conf = LivelogConf.from(settings);
        assertThat(settings.mistakes()).isEmpty();
        return conf;
    }

    private static List<String> mistakes(Map<String, String> environment) {
        Settings settings = Samples.settings(environment);
        assertThat(LivelogConf.from(settings)).isNotNull();
        return settings.mistakes();
    }
}
