package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class OperationsIT {

    @Test
    void aNodeThatAnswersIsAlive() {
        try (RunningWeb web = RunningWeb.readyWhen(() -> Future.failedFuture("the database is away"))) {
            assertThat(web.get("/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void readyFollowsTheProbeAndSaysWhyNot() {
        AtomicReference<Future<Void>> probe = new AtomicReference<>(Future.succeededFuture());
        try (RunningWeb web = RunningWeb.readyWhen(probe::get)) {
            assertThat(web.get("/readyz").status()).isEqualTo(200);

            probe.set(Future.failedFuture("the database is away"));
            Answer away = web.get("/readyz");
            assertThat(away.status()).isEqualTo(503);
            assertThat(away.body()).isEqualTo("not ready: the database is away\n");
            assertThat(away.header("Retry-After")).isEqualTo("1");

            probe.set(Promise.<Void>promise().future());
            assertThat(web.get("/readyz").status()).isEqualTo(503);
        }
    }

    @Test
    void aStoppingNodeIsNotReady() {
        try (RunningWeb web = RunningWeb.start()) {
            web.readiness.stop();

            assertThat(web.get("/readyz").body()).isEqualTo("not ready: the node is stopping\n");
        }
    }

    @Test
    void metricsAreInPrometheusForm() {
        try (RunningWeb web = RunningWeb.start()) {
            Answer answer = web.get("/metrics");

            assertThat(answer.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body())
                    .contains(
                            "signalbox_http_requests_total", "signalbox_http_connections", "signalbox_http_body_bytes");
        }
    }

    @Test
    void theNodeDescribesItself() {
        try (RunningWeb web = RunningWeb.start()) {
            assertThat(new JsonObject(web.get("/api/node").body()).getString("version"))
                    .isEqualTo("test");

            Answer openapi = web.get("/openapi.yaml");
            assertThat(openapi.header("Content-Type")).isEqualTo("application/yaml");
            assertThat(new Yaml().<java.util.Map<String, Object>>load(openapi.body()))
                    .containsKeys("openapi", "paths");
        }
    }
}
