package dev.signalbox.web;

import dev.signalbox.conf.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The HTTP edge of a node, really listening on loopback, with {@link TestRoutes} for features. */
final class RunningWeb implements AutoCloseable {

    final Vertx vertx = Vertx.vertx();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final TestRoutes routes = new TestRoutes();
    final Readiness readiness;
    final int port;
    final String deployment;

    private RunningWeb(Map<String, Object> changed, Supplier<Future<Void>> ready) {
        Map<String, Object> values = new HashMap<>(Map.of("http.port", 0, "http.instances", 2));
        values.putAll(changed);
        Settings settings = TestSettings.with(values);
        HttpConf http = HttpConf.from(settings);
        AuthConf auth = AuthConf.from(settings, http);
        OwnerConf owner = OwnerConf.from(settings);
        if (!settings.mistakes().isEmpty()) {
            throw new AssertionError(settings.mistakes());
        }
        readiness = new Readiness(ready);
        OperationsRoutes operations = new OperationsRoutes(
                readiness, () -> Future.succeededFuture(new JsonObject().put("version", "test")), registry);
        List<Routes> all = List.of(routes, operations, new AssetRoutes(Assets.load()));
        Web web = new Web(http, auth, owner, all, readiness, registry);
        deployment = vertx.deployVerticle(
                        () -> new WebVerticle(web), new DeploymentOptions().setInstances(http.instances()))
                .await();
        port = web.port().await();
    }

    static RunningWeb start() {
        return with(Map.of());
    }

    static RunningWeb with(Map<String, Object> changed) {
        return new RunningWeb(changed, Future::succeededFuture);
    }

    static RunningWeb readyWhen(Supplier<Future<Void>> ready) {
        return new RunningWeb(Map.of(), ready);
    }

    /** Sends one request as it is and reads its answer; {@code \n} in the head becomes a line break of HTTP. */
    Answer send(String head, byte[] body) {
        try (RawClient client = new RawClient(port)) {
            client.send(head);
            client.send(body);
            return client.answer();
        }
    }

    /** A request without a body; Host is added when the head has none. */
    Answer send(String head) {
        String host = head.contains("\nHost:") ? "" : "\nHost: localhost:" + port;
        return send(head + host + "\n\n", new byte[0]);
    }

    Answer get(String path) {
        return send("GET " + path + " HTTP/1.1");
    }

    Answer post(String path, String headers, byte[] body) {
        return send(
                "POST " + path + " HTTP/1.1\nHost: localhost:" + port + "\nContent-Length: " + body.length + "\n"
                        + headers + "\n",
                body);
    }

    double counted(String meter, String... tags) {
        return registry.get(meter)
                .tags(tags)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
