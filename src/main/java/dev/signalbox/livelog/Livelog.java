package dev.signalbox.livelog;

import dev.signalbox.bus.Livelogs;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What all that take logs in and give them out have in common on one node: the ports of their own, the routes on the main
 * port, the verticle that answers the bus. Thread-safe.
 */
public final class Livelog {

    private final LivelogConf conf;
    private final Workers workers;
    private final Shelf shelf;
    private final LivelogMeters meters;
    private final Intake intake;
    private final Outflow outflow;
    private final String token;
    private final AtomicInteger connections = new AtomicInteger();
    private volatile int putPort;
    private volatile int getPort;
    private volatile @Nullable Runnable listener;

    private Livelog(LivelogConf conf, Workers workers, Shelf shelf, String token, MeterRegistry registry) {
        this.conf = conf;
        this.workers = workers;
        this.shelf = shelf;
        this.token = token;
        this.meters = new LivelogMeters(registry, shelf);
        ProducerPriority priority = new ProducerPriority(System::nanoTime);
        this.intake = new Intake(conf, shelf, workers, meters, priority, this::changed);
        this.outflow = new Outflow(shelf, workers, meters, priority);
    }

    /**
     * Prepares the directory of live logs in the data directory.
     *
     * @return fails with an {@link IOException} that names what cannot be read or written
     */
    public static Future<Livelog> open(
            Vertx vertx, LivelogConf conf, LivelogSql sql, Path dataDir, MeterRegistry registry) {
        Workers workers = new Workers(vertx);
        LogFiles files = new LogFiles(dataDir);
        return workers.disk(() -> {
                    if (conf.tls() != null) {
                        Certificates.check(vertx, conf.tls());
                    }
                    return Identity.of(dataDir, conf.accessToken());
                })
                .map(identity -> {
                    Shelf shelf = new Shelf(conf, sql, files, workers, identity.node());
                    return new Livelog(conf, workers, shelf, identity.token(), registry);
                });
    }

    /** Breaks off what is coming in, so that the node can end; it is kept, and marked. */
    public Future<Void> stop() {
        return intake.stop();
    }

    LivelogConf conf() {
        return conf;
    }

    Workers workers() {
        return workers;
    }

    Shelf shelf() {
        return shelf;
    }

    LivelogMeters meters() {
        return meters;
    }

    Intake intake() {
        return intake;
    }

    Outflow outflow() {
        return outflow;
    }

    /** Part of the address of every log on the GET port. */
    String token() {
        return token;
    }

    /** Open on the ports of live logs. */
    AtomicInteger connections() {
        return connections;
    }

    Livelogs.Ports ports() {
        return new Livelogs.Ports(conf.putHost(), putPort, conf.getHost(), getPort, conf.tls() != null, token);
    }

    void listensForProducers(int port) {
        putPort = port;
    }

    void listensForReaders(int port) {
        getPort = port;
    }

    /** Runs {@code task} on {@code context} after each beginning and end of a log. */
    void onChange(Context context, Runnable task) {
        listener = () -> context.runOnContext(turn -> task.run());
    }

    /** Ends a second of the rates. */
    void tick() {
        shelf.live()
                .forEach(recording -> recording.rate().tick(recording.growth().length()));
    }

    private void changed() {
        Runnable told = listener;
        if (told != null) {
            told.run();
        }
    }
}
