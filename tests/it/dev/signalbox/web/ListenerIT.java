package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenerIT {

    @Test
    void allInstancesShareOnePort() {
        try (RunningWeb web = RunningWeb.with(Map.of("http.instances", 3))) {
            assertThat(web.routes.instances).hasValue(3);
            for (int i = 0; i < 6; i++) {
                assertThat(web.get("/healthz").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void stoppingLetsRequestsInFlightFinishAndTakesNoMore() {
        RunningWeb web = RunningWeb.start();
        try (web;
                RawClient client = new RawClient(web.port)) {
            client.send("GET /held HTTP/1.1\nHost: localhost\n\n");
            await().until(() -> web.routes.inFlight.get() == 1);

            Future<Void> stopped = web.vertx.undeploy(web.deployment);
            await().until(() -> refusesConnections(web.port));
            assertThat(stopped.isComplete()).isFalse();
            web.routes.release.complete();

            assertThat(client.answer().body()).isEqualTo("finished");
            assertThat(client.closedByNode()).isTrue();
            stopped.await();
        }
    }

    @Test
    void stoppingDoesNotWaitForStreamsAndIdleConnections() throws IOException {
        try (RunningWeb web = RunningWeb.with(Map.of("http.drain-timeout", "10m"));
                RawClient stream = new RawClient(web.port);
                RawClient idle = new RawClient(web.port)) {
            stream.send("GET /.sse HTTP/1.1\nHost: localhost\n\n");
            assertThat(stream.line()).contains("200");

            web.vertx.undeploy(web.deployment).await();

            assertThat(idle.closedByNode()).isTrue();
            assertThat(stream.rest()).isNotNull();
        }
    }

    @Test
    void whatDoesNotFinishInTimeIsCutOff() {
        try (RunningWeb web = RunningWeb.with(Map.of("http.drain-timeout", "100ms"));
                RawClient client = new RawClient(web.port)) {
            client.send("GET /held HTTP/1.1\nHost: localhost\n\n");
            await().until(() -> web.routes.inFlight.get() == 1);

            web.vertx.undeploy(web.deployment).await();

            assertThatThrownBy(client::answer).isInstanceOf(UncheckedIOException.class);
        }
    }

    private static boolean refusesConnections(int port) {
        try (RawClient client = new RawClient(port)) {
            return client.closedByNode();
        } catch (UncheckedIOException refused) {
            return true;
        }
    }
}
