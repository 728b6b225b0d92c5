package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.Command.Ended;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the command says to whoever starts it wrongly, and which of its sources of settings wins. */
class CommandLineE2E {

    private static final int USAGE = 64;

    @TempDir
    private Path directory;

    @RegisterExtension
    final Nodes nodes = new Nodes();

    @Test
    void helpAndVersionGoToStandardOutput() {
        Ended help = run(Map.of(), "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).startsWith("Usage: signalbox").contains("--config FILE");
        assertThat(help.err()).isEmpty();

        Ended version = run(Map.of(), "--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).matches("signalbox \\S+\\n");
        assertThat(version.err()).isEmpty();
    }

    @Test
    void anUnknownArgumentIsNamed() {
        Ended ended = run(Map.of(), "--prot", "80");

        assertThat(ended.code()).isEqualTo(USAGE);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err())
                .startsWith("signalbox: unknown argument \"--prot\"")
                .contains("Usage:");
    }

    @Test
    void allMistakesAreToldAtOnce() throws IOException {
        Path file = Files.writeString(directory.resolve("own.yaml"), """
                http:
                  prot: 80
                events:
                  retention: soon
                """);

        Ended ended = run(
                Map.of(
                        "SIGNALBOX_HTTP_PORT", "many",
                        "SIGNALBOX_DATABASE_POOL_SIZE", "0",
                        "SIGNALBOX_HTTP_PROT", "80"),
                "--config",
                file.toString());

        assertThat(ended.code()).isEqualTo(USAGE);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines())
                .hasSize(5)
                .anyMatch(line -> line.startsWith("SIGNALBOX_HTTP_PROT: is not a setting"))
                .anyMatch(line -> line.startsWith("http.prot") && line.contains("is not a setting"))
                .anyMatch(line -> line.startsWith("events.retention"))
                .anyMatch(line -> line.startsWith("http.port"))
                .anyMatch(line -> line.startsWith("database.pool-size"));
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void aConfigFileThatIsNotThereIsNamed() {
        Ended ended = run(Map.of(), "--config", directory.resolve("none.yaml").toString());

        assertThat(ended.code()).isEqualTo(USAGE);
        assertThat(ended.err()).contains("none.yaml").hasLineCount(1);
    }

    @Test
    void anOpenNodeRefusesAnAddressThatOthersCanReach() {
        Ended ended = run(Map.of("SIGNALBOX_HTTP_HOST", "0.0.0.0"));

        assertThat(ended.code()).isEqualTo(USAGE);
        assertThat(ended.err())
                .startsWith("http.host: is 0.0.0.0 but auth.mode is open")
                .contains("set auth.mode to token, tailnet or proxy")
                .hasLineCount(1);
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void theEnvironmentOverridesTheFileWhichOverridesTheDefaults() throws IOException {
        Path file = Files.writeString(directory.resolve("own.yaml"), """
                events:
                  max-message: 10
                dashboard:
                  node-name: from the file
                """);
        NodeProcess node = nodes.start(
                directory,
                Map.of("SIGNALBOX_DASHBOARD_NODE_NAME", "from the environment"),
                "--config",
                file.toString());

        try (Http http = new Http()) {
            assertThat(http.get(node.uri("/api/node")).body()).contains("from the environment");
            assertThat(http.post(node.uri("/.log?origin=a"), "0123456789").statusCode())
                    .isEqualTo(200);
            assertThat(http.post(node.uri("/.log?origin=a"), "0123456789a").statusCode())
                    .isEqualTo(413);
        }
    }

    @Test
    void aPortThatIsTakenIsTold() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Ended ended = run(Map.of("SIGNALBOX_HTTP_PORT", Integer.toString(taken.getLocalPort())));

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.out()).isEmpty();
            assertThat(ended.err().lines())
                    .anyMatch(line ->
                            line.startsWith("signalbox: ") && line.contains(Integer.toString(taken.getLocalPort())));
        }
        assertThat(new Postmaster(directory.resolve("data")).runs()).isFalse();
    }

    private Ended run(Map<String, String> environment, String... arguments) {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("SIGNALBOX_DATA_DIR", directory.resolve("data").toString());
        return Command.run(directory, all, arguments);
    }
}
