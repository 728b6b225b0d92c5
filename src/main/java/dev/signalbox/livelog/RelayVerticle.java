package dev.signalbox.livelog;

import dev.signalbox.web.Connections;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's share of one of the two ports of live logs; all instances for that port share its listener. Each port has
 * event loops of its own, so that however much readers are sent, producers are not kept waiting behind it.
 */
public final class RelayVerticle extends VerticleBase {

    private static final Duration IDLE = Duration.ofSeconds(60);

    /** Which of the two. */
    public enum Side {
        PUT,
        GET
    }

    private final Livelog livelog;
    private final Side side;
    private @Nullable PortListener listener;

    public RelayVerticle(Livelog livelog, Side side) {
        this.livelog = livelog;
        this.side = side;
    }

    @Override
    public Future<?> start() {
        PortListener opening = switch (side) {
            case PUT -> producers(livelog.conf());
            case GET -> readers(livelog.conf());
        };
        listener = opening;
        return opening.open();
    }

    @Override
    public Future<?> stop() {
        return listener == null ? Future.succeededFuture() : listener.close();
    }

    private PortListener producers(LivelogConf conf) {
        return new PortListener(
                vertx,
                new PortListener.Port("livelog.put-host, livelog.put-port", conf.putHost(), conf.putPort(), null),
                connections(livelog.producers()),
                new PutPort(vertx, livelog.intake(), conf.putHost()),
                livelog::listensForProducers);
    }

    private PortListener readers(LivelogConf conf) {
        return new PortListener(
                vertx,
                new PortListener.Port("livelog.get-host, livelog.get-port", conf.getHost(), conf.getPort(), conf.tls()),
                connections(livelog.readers()),
                new GetPort(vertx, livelog.outflow(), livelog.token()),
                livelog::listensForReaders);
    }

    /** @param open connections of all instances for the port */
    private Connections connections(AtomicInteger open) {
        Connections connections = new Connections(
                livelog.conf().maxConnections(),
                IDLE,
                IDLE,
                open,
                () -> livelog.meters().rejected("connections"));
        vertx.setPeriodic(connections.sweepMillis(), tick -> connections.sweep());
        return connections;
    }
}
