package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class StopE2E {

    @TempDir
    private Path directory;

    @RegisterExtension
    final Nodes nodes = new Nodes();

    @Test
    void aStoppedNodeKeepsWhatItHad() throws IOException {
        try (Http http = new Http()) {
            NodeProcess node = nodes.start(directory);
            String id = http.log(node, "here", "a");

            assertThat(node.terminate()).isZero();
            assertThat(node.postmaster().runs()).isFalse();

            node.restart();
            assertThat(http.ids(node)).containsExactly(id);
        }
    }
}
