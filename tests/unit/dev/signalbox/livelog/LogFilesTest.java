package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {

    @TempDir
    private Path directory;

    @Test
    void nobodyElseOnTheMachineReadsALog() throws IOException {
        LogFiles files = new LogFiles(directory);
        LogKey key = new LogKey("build", 1);
        try (FileChannel file = files.create(key)) {
            assertThat(file.isOpen()).isTrue();
        }

        assertThat(mode(files.path(key))).isEqualTo("rw-------");
        assertThat(mode(files.path(key).getParent())).isEqualTo("rwx------");
        assertThat(mode(files.path(key).getParent().getParent())).isEqualTo("rwx------");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
