package dev.signalbox.node;

import dev.signalbox.bus.Bus;
import dev.signalbox.bus.Events;
import dev.signalbox.dashboard.PageRoutes;
import dev.signalbox.dashboard.RowRenderer;
import dev.signalbox.dashboard.StreamRoutes;
import dev.signalbox.db.Database;
import dev.signalbox.events.EventsVerticle;
import dev.signalbox.events.IngestRoutes;
import dev.signalbox.events.ReadRoutes;
import dev.signalbox.events.WriterVerticle;
import dev.signalbox.livelog.Livelog;
import dev.signalbox.livelog.LivelogRoutes;
import dev.signalbox.livelog.LivelogSql;
import dev.signalbox.livelog.LivelogVerticle;
import dev.signalbox.livelog.RelayVerticle;
import dev.signalbox.monitors.MonitorsRoutes;
import dev.signalbox.monitors.MonitorsVerticle;
import dev.signalbox.triggers.TriggersRoutes;
import dev.signalbox.triggers.TriggersVerticle;
import dev.signalbox.web.AssetRoutes;
import dev.signalbox.web.Assets;
import dev.signalbox.web.OperationsRoutes;
import dev.signalbox.web.Readiness;
import dev.signalbox.web.Routes;
import dev.signalbox.web.Web;
import dev.signalbox.web.WebVerticle;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: starts what it is made of in the order in which each needs the other, and stops it the other way round.
 * Single-use: once stopped, a node cannot be started again. Thread-safe.
 */
public final class Node {

    private static final Logger LOGGER = LoggerFactory.getLogger(Node.class);

    /** Threads for what blocks: reading large bodies, trying expressions, starting PostgreSQL. More than the cores. */
    private static final int WORKERS = 6;

    private final NodeConf conf;
    private final Vertx vertx;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final NodeInfo info;
    /** What has started, latest first. Guarded by this. */
    private final Deque<Step> started = new ArrayDeque<>();
    /** Guarded by this. */
    private @Nullable Future<Void> stopping;

    private volatile boolean failed;

    private record Step(String name, Supplier<Future<?>> stop) {}

    public Node(NodeConf conf) {
        this.conf = conf;
        this.vertx = Vertx.builder()
                .with(new VertxOptions().setWorkerPoolSize(WORKERS).setPreferNativeTransport(true))
                .build();
        this.info = new NodeInfo(conf);
    }

    /** The version of this build. */
    public static String version() {
        String version = Node.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Completes with the node's address once it can answer; after a failure everything that had started is stopped. */
    public Future<String> start() {
        Bus.open(vertx);
        JvmMeters.bind(meters);
        return Database.open(vertx, conf.database(), conf.dataDir())
                .compose(this::begin)
                .onFailure(cause -> failed = true);
    }

    /** Whether the node could not start. */
    public boolean failed() {
        return failed;
    }

    /** Finishes what was accepted, then ends everything; the same future for every caller. */
    public synchronized Future<Void> stop() {
        if (stopping == null) {
            LOGGER.info("stopping");
            // Of no context: it completes when the event loops that would run one are gone.
            Promise<Void> stopped = Promise.promise();
            stopNext().onComplete(ended -> vertx.close().onComplete(stopped));
            stopping = stopped.future().onSuccess(done -> LOGGER.info("stopped"));
        }
        return stopping;
    }

    private Future<String> begin(Database database) {
        did("database", database::close);
        info.database(database.describe());
        return Livelog.open(vertx, conf.livelog(), new LivelogSql(database.pool()), conf.dataDir(), meters)
                .compose(livelog -> begin(database, livelog));
    }

    private Future<String> begin(Database database, Livelog livelog) {
        RowRenderer rows = new RowRenderer();
        StreamRoutes streams = new StreamRoutes(conf.stream(), rows::html, meters);
        Readiness readiness = new Readiness(this::probe);
        Web web = new Web(
                conf.http(), conf.auth(), conf.owner(), routes(rows, streams, readiness, livelog), readiness, meters);
        // Consumers first: what is said before somebody listens is lost.
        return deploy("writer", 1, () -> new WriterVerticle(conf.events(), database.pool(), meters))
                .compose(next -> deploy(
                        "events", conf.events().readers(), () -> new EventsVerticle(conf.events(), database.pool())))
                .compose(next -> deploy(
                        "monitors",
                        conf.monitors().instances(),
                        () -> new MonitorsVerticle(conf.monitors(), database.pool(), meters)))
                .compose(next -> deploy(
                        "triggers", 1, () -> new TriggersVerticle(conf.triggers(), database.pool(), meters, version())))
                .compose(next -> deploy("livelog", 1, () -> new LivelogVerticle(livelog)))
                .compose(next -> relay("relay-put", livelog, RelayVerticle.Side.PUT))
                .compose(next -> relay("relay-get", livelog, RelayVerticle.Side.GET))
                .compose(next -> deploy("web", conf.http().instances(), () -> new WebVerticle(web)))
                // Stopped before the server, which would otherwise wait for streams to end by themselves.
                .onSuccess(next -> did("streams", streams::close))
                .onSuccess(next -> did("live logs", livelog::stop))
                .compose(next -> web.port())
                .map(this::address);
    }

    private String address(int port) {
        String host = conf.http().host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private Future<Void> probe() {
        return Events.PROBE.ask(vertx, new Events.Probe()).mapEmpty();
    }

    /** In the order in which they are tried: what is asked most often first. */
    private List<Routes> routes(RowRenderer rows, StreamRoutes streams, Readiness readiness, Livelog livelog) {
        return List.of(
                new IngestRoutes(conf.events()),
                new MonitorsRoutes(),
                new LivelogRoutes(livelog),
                new TriggersRoutes(),
                streams,
                new ReadRoutes(),
                new PageRoutes(conf.pages(), rows, info::json),
                new AssetRoutes(Assets.load()),
                new OperationsRoutes(readiness, () -> Future.succeededFuture(info.json()), meters));
    }

    private Future<Void> deploy(String name, int instances, Supplier<? extends Deployable> verticle) {
        return vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> did(name, () -> vertx.undeploy(id)))
                .onSuccess(id -> info.deployed(name, instances))
                .mapEmpty();
    }

    private Future<Void> relay(String name, Livelog livelog, RelayVerticle.Side side) {
        return deploy(name, conf.livelog().instances(), () -> new RelayVerticle(livelog, side));
    }

    private synchronized void did(String name, Supplier<Future<?>> stop) {
        started.push(new Step(name, stop));
    }

    private Future<Void> stopNext() {
        Step step;
        synchronized (this) {
            step = started.poll();
        }
        if (step == null) {
            return Future.succeededFuture();
        }
        return step.stop().get().transform(ended -> {
            if (ended.failed()) {
                LOGGER.atWarn()
                        .addKeyValue("step", step.name())
                        .setCause(ended.cause())
                        .log("did not stop cleanly");
            }
            return stopNext();
        });
    }
}
