package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several requests share a connection of HTTP/2: one that is answered says nothing about the others. */
class SharedConnectionIT {

    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    private final AtomicInteger open = new AtomicInteger();
    private final CompletableFuture<HttpServerRequest> live = new CompletableFuture<>();

    @AfterEach
    void end() {
        client.shutdownNow();
        vertx.close().await();
    }

    @Test
    void anAnswerThatIsStillComingKeepsItsConnection() throws Exception {
        int port = start();
        assertThat(get(port, "/short").version()).isEqualTo(HttpClient.Version.HTTP_2);
        HttpResponse<InputStream> stream = client.send(request(port, "/live"), BodyHandlers.ofInputStream());
        get(port, "/short");

        await().during(IDLE.multipliedBy(4)).atMost(PATIENCE).until(() -> open.get() == 1);
        live.join().response().end("last words");

        assertThat(stream.body().readAllBytes()).isEqualTo("first, last words".getBytes(StandardCharsets.US_ASCII));
        await().atMost(PATIENCE).until(() -> open.get() == 0);
    }

    private int start() {
        Connections connections = new Connections(10, IDLE, IDLE, open, () -> {});
        vertx.setPeriodic(connections.sweepMillis(), tick -> connections.sweep());
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setHttp2ClearTextEnabled(true))
                .connectionHandler(connections::opened)
                .requestHandler(request -> {
                    connections.began(request);
                    if (request.path().equals("/live")) {
                        request.response().write("first, ");
                        live.complete(request);
                    } else {
                        request.response().end("short");
                    }
                });
        return server.listen().await().actualPort();
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        return client.send(request(port, path), BodyHandlers.ofString());
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
    }
}
