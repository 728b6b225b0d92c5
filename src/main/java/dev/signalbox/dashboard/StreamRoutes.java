package dev.signalbox.dashboard;

import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Monitors;
import dev.signalbox.filter.FilterParams;
import dev.signalbox.web.Edge;
import dev.signalbox.web.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams: {@code GET /.sse} for pages, {@code GET /api/events/stream} for programs. Each web instance gets a hub of
 * its own. Must be mounted before any route that would take {@code stream} for the id of an event.
 */
public final class StreamRoutes implements Routes {

    private static final Logger LOGGER = LoggerFactory.getLogger(StreamRoutes.class);
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final StreamConf conf;
    private final Function<Events.Event, String> rowHtml;
    private final StreamMetrics metrics;

    /** Written by the event loop of each web instance, read by whoever stops the node. */
    private final List<Mounted> mounted = new CopyOnWriteArrayList<>();

    private record Mounted(Context context, StreamHub hub) {}

    /** @param rowHtml renders the row of the events page; called on the web instances' event loops, must not block */
    public StreamRoutes(StreamConf conf, Function<Events.Event, String> rowHtml, MeterRegistry meters) {
        this.conf = conf;
        this.rowHtml = rowHtml;
        this.metrics = new StreamMetrics(meters);
    }

    @Override
    public void mount(Edge edge) {
        Vertx vertx = edge.vertx();
        Later later = (millis, task) -> vertx.setTimer(millis, timer -> task.run());
        StreamHub hub =
                new StreamHub(conf, new BusStore(vertx), rowHtml, metrics, StreamRoutes::now, System::nanoTime, later);
        mounted.add(new Mounted(vertx.getOrCreateContext(), hub));
        subscribe(vertx, hub)
                .onSuccess(subscribed -> hub.begin())
                .onFailure(cause -> LOGGER.atError().setCause(cause).log("streams cannot hear of events"));
        // Half of it, since a listener that was written to right after a beat is passed over by the next one.
        vertx.setPeriodic(Math.max(1, conf.heartbeat().toMillis() / 2), timer -> hub.beat());
        edge.router().get("/.sse").handler(ctx -> open(ctx, hub, Format.ROW));
        edge.router().get("/api/events/stream").handler(ctx -> open(ctx, hub, Format.JSON));
    }

    private static Future<?> subscribe(Vertx vertx, StreamHub hub) {
        return Future.join(
                Events.STORED.subscribe(vertx, hub::stored),
                Events.CLEARED.subscribe(vertx, hub::cleared),
                Monitors.CHECKED_IN.subscribe(vertx, checkIn -> hub.monitorsChanged()),
                Monitors.REMOVED.subscribe(vertx, removed -> hub.monitorsChanged()));
    }

    /**
     * Ends all streams in good order and refuses new ones. To be called before the HTTP server stops, which would wait
     * for them. Callable from any thread.
     */
    public Future<Void> close() {
        return Future.join(mounted.stream().map(StreamRoutes::close).toList()).mapEmpty();
    }

    private static Future<Void> close(Mounted instance) {
        Promise<Void> closed = Promise.promise();
        instance.context().runOnContext(nothing -> {
            instance.hub().close();
            closed.complete();
        });
        return closed.future();
    }

    private void open(RoutingContext ctx, StreamHub hub, Format format) {
        FilterParams params = new FilterParams(name -> values(ctx, name), Instant.now());
        Subscription subscription = subscription(params, format);
        long from = position(params, format == Format.JSON ? hub.reach() : Long.MAX_VALUE);
        params.check();
        HttpServerResponse response = ctx.response();
        Listener listener = new Listener(
                subscription, from, new ResponseSink(response), frames -> metrics.frames.increment(frames));
        response.closeHandler(gone -> hub.leave(listener));
        response.exceptionHandler(broken -> hub.leave(listener));
        response.drainHandler(drained -> hub.wake(listener));
        prepare(response);
        hub.open(listener);
    }

    /**
     * Means nothing before the parameters are checked.
     *
     * @param newest up to where a program may ask; pages, and who comes back, are told by the stream, since they would try
     *     the same for ever
     */
    private static long position(FilterParams params, long newest) {
        long last = params.id(LAST_EVENT_ID, Ring.UNKNOWN);
        long from = params.id("from", Ring.UNKNOWN, last == Ring.UNKNOWN ? newest : Long.MAX_VALUE);
        return last == Ring.UNKNOWN ? from : last;
    }

    private static long now() {
        return EventId.floor(System.currentTimeMillis());
    }

    /** Means nothing before the parameters are checked. Only pages choose what they hear of. */
    private static Subscription subscription(FilterParams params, Format format) {
        return format == Format.ROW
                ? new Subscription(format, params.filter(), params.flag("rows", true), params.flag("monitors", false))
                : new Subscription(format, params.filter(), true, false);
    }

    private static List<String> values(RoutingContext ctx, String name) {
        return name.equals(LAST_EVENT_ID) ? ctx.request().headers().getAll(name) : ctx.queryParam(name);
    }

    private static void prepare(HttpServerResponse response) {
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
                // Asks nginx, which holds answers back otherwise, to pass each write on.
                .putHeader("X-Accel-Buffering", "no");
    }

    private record BusStore(Vertx vertx) implements StreamHub.Store {

        @Override
        public Future<Events.Found> find(Events.Find question) {
            return Events.FIND.ask(vertx, question);
        }

        @Override
        public Future<Events.Followed> follow(Events.Follow question) {
            return Events.FOLLOW.ask(vertx, question);
        }
    }
}
