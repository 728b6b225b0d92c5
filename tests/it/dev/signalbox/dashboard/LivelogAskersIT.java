package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Bus;
import dev.signalbox.bus.Livelogs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for what takes long, and hangs up: the node hears of it. */
class LivelogAskersIT {

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> left = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void open() throws Exception {
        Bus.open(vertx);
        Future.all(
                        Livelogs.GREP.answer(vertx, grep -> never(grep.asker())),
                        Livelogs.LOCATE.answer(vertx, locate -> never(locate.asker())),
                        Livelogs.LEFT.subscribe(vertx, gone -> left.add(gone.asker())))
                .await(20, TimeUnit.SECONDS);
        Router router = Router.router(vertx);
        new PageRoutes(new PagesConf("node", 2, 48), new RowRenderer(() -> Samples.NOW), () -> null, () -> Samples.NOW)
                .mount(new FakeEdge(vertx, router));
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"find?text=x", "lines?line=7"})
    void whoHangsUpIsNotWorkedForAnyMore(String question) throws Exception {
        String asker;
        try (Socket socket = new Socket("127.0.0.1", server.actualPort())) {
            String request = "GET /livelogs/build/" + question + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            asker = asked.poll(30, TimeUnit.SECONDS);
            assertThat(asker).isNotEmpty();
            assertThat(left).isEmpty();
        }

        assertThat(left.poll(30, TimeUnit.SECONDS)).isEqualTo(asker);
    }

    private <A> Future<A> never(String asker) {
        asked.add(asker);
        return Future.future(answer -> {});
    }
}
