package dev.signalbox;

import dev.signalbox.bus.Bus;
import dev.signalbox.bus.Events;
import dev.signalbox.conf.Settings;
import dev.signalbox.dashboard.PageRoutes;
import dev.signalbox.dashboard.RowRenderer;
import dev.signalbox.dashboard.StreamRoutes;
import dev.signalbox.events.IngestRoutes;
import dev.signalbox.events.ReadRoutes;
import dev.signalbox.livelog.Livelog;
import dev.signalbox.livelog.LivelogRoutes;
import dev.signalbox.livelog.LivelogSql;
import dev.signalbox.monitors.MonitorsRoutes;
import dev.signalbox.node.NodeConf;
import dev.signalbox.triggers.TriggersRoutes;
import dev.signalbox.web.AssetRoutes;
import dev.signalbox.web.Assets;
import dev.signalbox.web.Edge;
import dev.signalbox.web.OperationsRoutes;
import dev.signalbox.web.Readiness;
import dev.signalbox.web.Routes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a node with these settings serves, found by mounting every feature's routes on a router that nobody can reach. */
final class ServedRoutes {

    private ServedRoutes() {}

    /** Such as {@code get /api/events/{id}}. */
    static Set<String> operations(Settings settings) {
        Vertx vertx = Vertx.vertx();
        try {
            Bus.open(vertx);
            Router router = Router.router(vertx);
            all(vertx, NodeConf.from(settings)).forEach(routes -> routes.mount(new Unreachable(vertx, router)));
            Set<String> operations = new TreeSet<>();
            router.getRoutes()
                    .forEach(route -> route.methods()
                            .forEach(method ->
                                    operations.add(method.name().toLowerCase(Locale.ROOT) + " " + path(route))));
            return operations;
        } finally {
            vertx.close().await();
        }
    }

    /** One of each kind that there is, which the test checks. */
    static List<Routes> all(Vertx vertx, NodeConf conf) {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return List.of(
                new IngestRoutes(conf.events()),
                new MonitorsRoutes(),
                new LivelogRoutes(livelog(vertx, conf, meters)),
                new TriggersRoutes(),
                new StreamRoutes(conf.stream(), Events.Event::message, meters),
                new ReadRoutes(),
                new PageRoutes(conf.pages(), new RowRenderer(), JsonObject::new),
                new AssetRoutes(Assets.load()),
                new OperationsRoutes(
                        new Readiness(Future::succeededFuture),
                        () -> Future.succeededFuture(new JsonObject()),
                        meters));
    }

    /** With a database that nobody asks. */
    private static Livelog livelog(Vertx vertx, NodeConf conf, PrometheusMeterRegistry meters) {
        LivelogSql sql = new LivelogSql(PgBuilder.pool().using(vertx).build());
        try {
            return Livelog.open(vertx, conf.livelog(), sql, Files.createTempDirectory("signalbox"), meters)
                    .await();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(Route route) {
        String path = route.getPath().replaceAll(":([a-z]+)", "{$1}");
        return route.isExactPath() ? path : path + "{file}";
    }

    /** Only lets routes be mounted. */
    private record Unreachable(Vertx vertx, Router router) implements Edge {

        @Override
        public Future<Buffer> body(RoutingContext ctx, int maxBytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<String> owner(RoutingContext ctx) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String baseUrl(RoutingContext ctx) {
            throw new UnsupportedOperationException();
        }
    }
}
