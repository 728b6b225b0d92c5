package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowClientsIT {

    private final RunningWeb web = RunningWeb.with(
            Map.of("http.idle-timeout", "400ms", "http.body-timeout", "400ms", "http.max-connections", "20"));

    @AfterEach
    void stop() {
        web.close();
    }

    @Test
    void headersThatDribbleInAreCutOffWhileOthersAreServed() {
        try (RawClient slow = new RawClient(web.port)) {
            slow.send("GET / HTTP/1.1\nHost: localhost\n");

            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                assertThat(web.get("/healthz").status()).isEqualTo(200);
                return refused(slow, "X: y\r\n");
            });
        }
    }

    @Test
    void aBodyThatDribblesInIsCutOffWithAReason() {
        try (RawClient slow = new RawClient(web.port)) {
            slow.send("POST /.log HTTP/1.1\nHost: localhost\nContent-Length: 1000\n\n");
            slow.send("x");

            Answer answer = slow.answer();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(web.counted("signalbox.http.body.bytes")).isZero();
        }
    }

    @Test
    void anIdleConnectionIsClosed() {
        try (RawClient idle = new RawClient(web.port)) {
            idle.send("GET /healthz HTTP/1.1\nHost: localhost\n\n");
            assertThat(idle.answer().status()).isEqualTo(200);

            assertThat(idle.closedByNode()).isTrue();
        }
        try (RawClient silent = new RawClient(web.port)) {
            assertThat(silent.closedByNode()).isTrue();
        }
    }

    @Test
    void aStreamStaysOpenHoweverQuietItIs() throws IOException {
        try (RawClient stream = new RawClient(web.port);
                RawClient idle = new RawClient(web.port)) {
            stream.send("GET /.sse HTTP/1.1\nHost: localhost\n\n");
            assertThat(stream.line()).contains("200");
            stream.headers();
            stream.line();
            stream.line();
            stream.line();

            assertThat(idle.closedByNode()).isTrue();
            await().until(() -> web.counted("signalbox.http.connections") == 1);
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAndTheirPlacesComeBack() {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(new RawClient(web.port));
        }
        try (RawClient oneTooMany = new RawClient(web.port)) {
            assertThat(oneTooMany.closedByNode()).isTrue();
        }
        assertThat(web.counted("signalbox.http.rejected", "reason", "connections"))
                .isEqualTo(1);

        clients.forEach(RawClient::close);

        await().until(() -> web.counted("signalbox.http.connections") == 0);
        assertThat(web.get("/healthz").status()).isEqualTo(200);
    }

    private static boolean refused(RawClient client, String bytes) {
        try {
            client.send(bytes.getBytes());
            return false;
        } catch (java.io.UncheckedIOException closed) {
            return true;
        }
    }
}
