package dev.signalbox.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {

    @TempDir
    private Path directory;

    @Test
    void theEnvironmentOverridesTheFileWhichOverridesTheDefaults() throws IOException {
        Path file = file("http:\n  port: 1234\nevents:\n  retention: 3d\n");

        Settings settings = SettingsLoader.load(file, Map.of("SIGNALBOX_HTTP_PORT", "4321"));

        assertThat(settings.port("http.port")).isEqualTo(4321);
        assertThat(settings.duration("events.retention", Duration.ZERO, Duration.ofDays(9)))
                .isEqualTo(Duration.ofDays(3));
        assertThat(settings.text("http.host")).isEqualTo("127.0.0.1");
        assertThat(settings.mistakes()).isEmpty();
    }

    @Test
    void everyUnknownSettingIsNamed() throws IOException {
        Settings settings = SettingsLoader.load(file("http: {prot: 1}\nnothing: {like: this}\n"), Map.of());

        assertThat(settings.mistakes()).hasSize(2).allMatch(mistake -> mistake.contains("is not a setting"));
        assertThat(String.join(" ", settings.mistakes())).contains("http.prot", "nothing.like");
    }

    @Test
    void everyUnknownVariableIsNamedBesideTheSettingsOfTheFile() throws IOException {
        Settings settings = SettingsLoader.load(
                file("http: {prot: 1}\n"),
                Map.of(
                        "SIGNALBOX_HTTP_PROT",
                        "80",
                        "SIGNALBOX_PORT",
                        "81",
                        "SIGNALBOX_HTTP_PORT",
                        "82",
                        "HTTP_X",
                        "y"));

        assertThat(settings.mistakes())
                .hasSize(3)
                .contains(
                        "SIGNALBOX_HTTP_PROT: is not a setting (in the environment)",
                        "SIGNALBOX_PORT: is not a setting (in the environment)");
        assertThat(settings.port("http.port")).isEqualTo(82);
    }

    @Test
    void variablesOfTheLauncherAndOfKubernetesAreNoMistakes() {
        Map<String, String> environment = Map.of(
                "SIGNALBOX_JAVA_OPTS", "-Xmx1g",
                "SIGNALBOX_LOG_LEVEL", "debug",
                "SIGNALBOX_PORT", "tcp://10.0.0.1:8080",
                "SIGNALBOX_PORT_8080_TCP_ADDR", "10.0.0.1",
                "SIGNALBOX_SERVICE_HOST", "10.0.0.1",
                "SIGNALBOX_DB_SERVICE_PORT_HTTP", "8080");

        assertThat(SettingsLoader.load(null, environment).mistakes()).isEmpty();
    }

    @Test
    void aSectionOfWhichEveryLineIsCommentedOutIsEmpty() throws IOException {
        assertThat(SettingsLoader.load(file("http:\n# port: 1\n"), Map.of()).mistakes())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a\n- b\n", "a: [\n", "b: &b {c: *b}\n", "http: {port: 1, port: 2}\n"})
    void whatIsNoMapOfSettingsIsAMistake(String yaml) throws IOException {
        assertThat(SettingsLoader.load(file(yaml), Map.of()).mistakes()).isNotEmpty();
    }

    @Test
    void aFileThatIsNotThereIsAMistake() {
        assertThat(SettingsLoader.load(directory.resolve("none.yaml"), Map.of()).mistakes())
                .hasSize(1);
    }

    @Test
    void anEmptyItemOfAListIsAMistakeAndTheOthersAreRead() throws IOException {
        Settings settings = SettingsLoader.load(file("http: {allowed-hosts: [a, ~, b]}\n"), Map.of());

        assertThat(settings.list("http.allowed-hosts")).isEqualTo(List.of("a", "b"));
        assertThat(settings.mistakes()).hasSize(1);
    }

    @Test
    void anEmptyDirectoryIsAMistake() {
        Settings settings = SettingsLoader.load(null, Map.of("SIGNALBOX_DATA_DIR", ""));

        settings.path("data.dir");

        assertThat(settings.mistakes()).singleElement().asString().contains("data.dir");
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(directory.resolve("settings.yaml"), yaml);
    }
}
