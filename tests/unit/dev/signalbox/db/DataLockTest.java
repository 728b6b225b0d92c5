package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {

    @TempDir
    Path parent;

    @Test
    void aDirectoryHasOneOwnerAtATime() {
        Path dataDir = parent.resolve("made/on/the/way");
        DataLock first = DataLock.take(dataDir);

        assertThatThrownBy(() -> DataLock.take(dataDir))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("already uses the data directory " + dataDir)
                .hasMessageContaining("data.dir");

        first.close();
        DataLock.take(dataDir).close();
    }

    @Test
    void aPlaceThatCannotBeADirectoryIsNamed() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");

        assertThatThrownBy(() -> DataLock.take(file))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(file.toString());
    }
}
