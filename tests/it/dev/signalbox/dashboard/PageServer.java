package dev.signalbox.dashboard;

import dev.signalbox.bus.Bus;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The pages on a real bus and a real port, with a client; what they ask is answered by stand-ins. */
final class PageServer implements AutoCloseable {

    final StandInFacts facts = new StandInFacts();
    final StandInLivelogs livelogs = new StandInLivelogs();
    final StandInTriggers triggers = new StandInTriggers();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;

    PageServer() throws Exception {
        Bus.open(vertx);
        facts.open(vertx).await(20, TimeUnit.SECONDS);
        livelogs.open(vertx).await(20, TimeUnit.SECONDS);
        triggers.open(vertx).await(20, TimeUnit.SECONDS);
        Router router = Router.router(vertx);
        router.route().failureHandler(PageServer::answerFault);
        new PageRoutes(
                        new PagesConf("node<1>", 2, 48),
                        new RowRenderer(() -> Samples.NOW),
                        this::node,
                        () -> Samples.NOW)
                .mount(new FakeEdge(vertx, router));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
    }

    String address() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    /** As a browser sends a form: names and values, one after the other. */
    HttpResponse<String> submit(String path, String... fields) throws IOException, InterruptedException {
        return submit(path, List.of(), fields);
    }

    HttpResponse<String> submit(String path, List<String> headers, String... fields)
            throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&").append(fields[i]).append('=');
            form.append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(request(path, headers.toArray(String[]::new))
                .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    }

    @Override
    public void close() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonObject node() {
        return new JsonObject()
                .put("version", "1.2.3")
                .put("database", new JsonObject().put("kind", "<embedded>"))
                .put("counters", new JsonObject().put("rejected", new JsonObject().put("too_large", 7)));
    }

    private static void answerFault(RoutingContext ctx) {
        Fault fault = FaultException.of(ctx.failure());
        int status = fault instanceof Fault.NotFound ? 404 : fault instanceof Fault.Invalid ? 400 : 503;
        ctx.response().setStatusCode(status).end(fault.why());
    }
}
