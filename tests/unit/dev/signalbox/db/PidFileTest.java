package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileTest {

    @TempDir
    Path cluster;

    @Test
    void itReadsWhatAPostmasterWrites() throws IOException {
        Path file = write("4711\n/data/cluster\n1700000000\n15432\n\n127.0.0.1\n  5432001    32768\nready   \n");

        assertThat(PidFile.read(file)).isEqualTo(new PidFile(4711, 15432, true));
    }

    @Test
    void aServerThatHasJustBegunIsNotReady() throws IOException {
        assertThat(PidFile.read(write("4711\n/data/cluster\n1700000000\n"))).isEqualTo(new PidFile(4711, 0, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "half a fi"})
    void whatIsNotCompletelyWrittenIsNothing(String text) throws IOException {
        assertThat(PidFile.read(write(text))).isNull();
    }

    @Test
    void aMissingFileIsNothing() {
        assertThat(PidFile.read(cluster.resolve("postmaster.pid"))).isNull();
    }

    @Test
    void aProcessThatWorksElsewhereServesNothingHere() {
        assertThat(new PidFile(ProcessHandle.current().pid(), 1, true).servesFrom(cluster))
                .isFalse();
        assertThat(new PidFile(Integer.MAX_VALUE, 1, true).servesFrom(cluster)).isFalse();
    }

    @Test
    void aProcessThatWorksInTheClusterServesIt() throws IOException {
        Process server =
                new ProcessBuilder("sleep", "60").directory(cluster.toFile()).start();
        try {
            assertThat(new PidFile(server.pid(), 1, true).servesFrom(cluster)).isTrue();
        } finally {
            server.destroyForcibly();
        }
    }

    private Path write(String text) throws IOException {
        return Files.writeString(cluster.resolve("postmaster.pid"), text);
    }
}
