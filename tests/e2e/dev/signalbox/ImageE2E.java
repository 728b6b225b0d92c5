package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageE2E {

    @TempDir
    Path scratch;

    @Test
    void theImageRunsAHealthyNodeThatIsNotRootAndRefusesToRunOpen() throws IOException, InterruptedException {
        Path output = scratch.resolve("output");
        ProcessBuilder check =
                new ProcessBuilder("docker/check").redirectErrorStream(true).redirectOutput(output.toFile());
        check.environment().put("DOCKER_HOST", Needs.docker());
        check.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Needs.busybox();

        Process process = check.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended").isTrue();
        } finally {
            process.destroy();
        }

        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }
}
