package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {

    @TempDir
    private Path dataDir;

    @Test
    void isMadeOnceAndKept() throws IOException {
        Identity made = Identity.of(dataDir, "");

        assertThat(made.token()).hasSizeGreaterThan(16).isNotEqualTo(made.node());
        assertThat(Identity.of(dataDir, "")).isEqualTo(made);
        assertThat(Identity.of(dataDir, "configured")).isEqualTo(new Identity(made.node(), "configured"));
    }

    @Test
    void isReadByNobodyElse() throws IOException {
        Identity.of(dataDir, "");

        try (var files = Files.walk(dataDir)) {
            assertThat(files.filter(Files::isRegularFile).toList())
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    /** Every valid name of a stream is the name of a directory there. */
    @Test
    void isNotWhereStreamsAre() throws IOException {
        Identity.of(dataDir, "");
        LogFiles files = new LogFiles(dataDir);

        for (String stream : new String[] {"node", "access-token"}) {
            assertThat(StreamName.isValid(stream)).isTrue();
            files.create(new LogKey(stream, 1)).close();
            assertThat(files.path(new LogKey(stream, 1))).exists();
        }
    }

    @Test
    void comesAlongFromWhereItWas() throws IOException {
        Path before = Files.createDirectories(dataDir.resolve("livelog"));
        Files.writeString(before.resolve("node"), "known\n");
        Files.writeString(before.resolve("access-token"), "shared\n");

        assertThat(Identity.of(dataDir, "")).isEqualTo(new Identity("known", "shared"));
        assertThat(before).isEmptyDirectory();
        assertThat(Identity.of(dataDir, "")).isEqualTo(new Identity("known", "shared"));
    }
}
