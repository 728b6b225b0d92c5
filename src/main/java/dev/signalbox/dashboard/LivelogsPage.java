package dev.signalbox.dashboard;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Livelogs;
import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Every generation of every stream, newest first. Confined to one web instance. */
final class LivelogsPage {

    /** Sizes and rates of what is live; between, the page hears of beginnings and ends. */
    private static final int LIVE_STALE_SECONDS = 3;

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]", "*");

    private final Edge edge;
    private final Pages pages;
    private final InstantSource clock;

    LivelogsPage(Edge edge, Pages pages, InstantSource clock) {
        this.edge = edge;
        this.pages = pages;
        this.clock = clock;
    }

    /** {@code GET /livelogs?stream=&before=}. */
    void show(RoutingContext ctx) {
        String stream = ctx.queryParams().get("stream");
        Livelogs.Find find = Livelogs.Find.of(
                stream == null ? "" : stream,
                ctx.queryParams().get("before"),
                pages.conf().pageSize());
        Future<Optional<Livelogs.Ports>> ports = ports();
        pages.send(
                ctx,
                "livelogs",
                Livelogs.FIND
                        .ask(edge.vertx(), find)
                        .compose(found -> ports.map(known -> model(ctx, find, found, known.orElse(null)))));
    }

    /** {@code POST /livelogs/:stream/remove?generation=}. */
    void remove(RoutingContext ctx) {
        if (!ctx.queryParams().names().equals(Set.of("generation"))
                || ctx.queryParams().size() > 1
                || LivelogPage.generation(ctx) == 0) {
            // Without it all generations would go, of which the page said nothing.
            throw new FaultException(new Fault.Invalid("generation", "is what to remove, and must stand alone"));
        }
        Livelogs.REMOVE
                .ask(edge.vertx(), new Livelogs.Remove(ctx.pathParam("stream"), LivelogPage.generation(ctx)))
                .onSuccess(removed -> Pages.seeOther(ctx, "/livelogs"))
                .onFailure(ctx::fail);
    }

    /** Absent where nobody answers: the commands for the main port are enough to begin with. */
    private Future<Optional<Livelogs.Ports>> ports() {
        return Livelogs.PORTS
                .ask(edge.vertx(), new Livelogs.AskPorts())
                .map(Optional::of)
                .otherwise(Optional.empty());
    }

    private LivelogsModel model(
            RoutingContext ctx, Livelogs.Find find, Livelogs.Found found, Livelogs.@Nullable Ports ports) {
        Instant now = clock.instant();
        List<LivelogView> logs =
                found.logs().stream().map(log -> new LivelogView(log, now)).toList();
        boolean live = logs.stream().anyMatch(LivelogView::live);
        String query = find.stream().isEmpty() ? "" : "stream=" + FilterForm.encoded(find.stream()) + "&";
        return new LivelogsModel(
                pages.frame(ctx, "Live logs", "/livelogs"),
                find.stream(),
                logs,
                find.before() == null,
                live ? LIVE_STALE_SECONDS : 0,
                found.next() == null ? "" : "/livelogs?" + query + "before=" + found.next(),
                edge.baseUrl(ctx),
                ports);
    }

    /**
     * What the page shows.
     *
     * @param stream the only one shown; empty for all
     * @param newest whether this is the first page
     * @param staleAfter seconds until the page should look again; 0 when it will hear of what changes
     */
    record LivelogsModel(
            Frame frame,
            String stream,
            List<LivelogView> logs,
            boolean newest,
            int staleAfter,
            String older,
            String baseUrl,
            Livelogs.@Nullable Ports ports) {
        LivelogsModel {
            logs = List.copyOf(logs);
        }

        public String sendCommand() {
            return "curl -T build.log " + address();
        }

        public String streamCommand() {
            return "make 2>&1 | curl -sS -T - " + address();
        }

        public String readCommand() {
            return "curl -N " + address();
        }

        /** For tools made for the original ports; empty when the node does not tell of one. */
        public String putCommand() {
            return ports == null || ports.putPort() == 0
                    ? ""
                    : "make 2>&1 | curl -sS -T - " + at("http", ports.putHost(), ports.putPort()) + "/log/" + name();
        }

        public String getCommand() {
            if (ports == null || ports.getPort() == 0) {
                return "";
            }
            String base = at(ports.tls() ? "https" : "http", ports.getHost(), ports.getPort());
            return "curl -N " + base + "/log/" + ports.token() + "/" + name();
        }

        private String address() {
            return baseUrl + "/livelog/" + name();
        }

        /** Never text that a shell would take for more than a name: the address may be by somebody else. */
        private String name() {
            return SAFE.matcher(stream).matches() ? stream : "build";
        }

        /** Where the port listens on every address, by the one that the reader came to. */
        private String at(String scheme, String host, int port) {
            String known = EVERY_ADDRESS.contains(host) ? URI.create(baseUrl).getHost() : host;
            String bracketed = known.contains(":") && !known.startsWith("[") ? "[" + known + "]" : known;
            return scheme + "://" + bracketed + ":" + port;
        }
    }
}
