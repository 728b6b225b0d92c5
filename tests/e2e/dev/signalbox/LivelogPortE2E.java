package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Another relay still has its port when the node starts. */
class LivelogPortE2E {

    @Test
    // Closed in the middle on purpose.
    @SuppressWarnings("try")
    void aTakenPortIsWaitedForWhileTheRestOfTheNodeWorks() throws IOException {
        try (ServerSocket taken = new ServerSocket(Livelogs.freePort(), 1, InetAddress.getLoopbackAddress())) {
            Livelogs logs = Livelogs.started(Map.of("LIVELOG_PUT_PORT", Integer.toString(taken.getLocalPort())));
            try (Http http = new Http()) {
                assertThat(http.get(logs.node().uri("/readyz")).statusCode()).isEqualTo(200);
                assertThat(said(logs)).contains("another program has the port of live logs");
                try (LogReader reader = logs.get("")) {
                    assertThat(reader.status()).isEqualTo(404);
                }
                assertThat(said(logs)).doesNotContain("is ours now");

                taken.close();

                await().atMost(Livelogs.PATIENCE).until(() -> said(logs).contains("the port of live logs is ours now"));
                logs.done("", new byte[] {1});
            } finally {
                logs.close();
            }
        }
    }

    private static String said(Livelogs logs) throws IOException {
        return Files.readString(logs.node().log());
    }
}
