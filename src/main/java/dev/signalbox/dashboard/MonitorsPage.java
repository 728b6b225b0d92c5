package dev.signalbox.dashboard;

import dev.signalbox.bus.Monitors;
import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Every monitor with a bar for each of the last hours. Confined to one web instance. */
final class MonitorsPage {

    private final Edge edge;
    private final Pages pages;
    private final InstantSource clock;

    MonitorsPage(Edge edge, Pages pages, InstantSource clock) {
        this.edge = edge;
        this.pages = pages;
        this.clock = clock;
    }

    /** {@code GET /monitors}. */
    void show(RoutingContext ctx) {
        // The precision of the store: a window must begin for a link exactly where it began for the bar.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Future<Monitors.Strips> strips = Monitors.OVERVIEW.ask(
                edge.vertx(), new Monitors.Overview(now, pages.conf().monitorHours()));
        pages.send(ctx, "monitors", strips.map(known -> model(ctx, known, now)));
    }

    private MonitorsModel model(RoutingContext ctx, Monitors.Strips strips, Instant now) {
        return new MonitorsModel(
                pages.frame(ctx, "Monitors", "/monitors"),
                strips.strips().stream().map(strip -> StripView.of(strip, now)).toList(),
                pages.conf().monitorHours(),
                now,
                edge.baseUrl(ctx));
    }

    /** What the page shows. */
    record MonitorsModel(Frame frame, List<StripView> strips, int hours, Instant now, String baseUrl) {
        MonitorsModel {
            strips = List.copyOf(strips);
        }

        /** Makes the first entry. */
        public String checkInCommand() {
            return "curl -X POST '" + baseUrl + "/.monitor?origin=nightly-backup'";
        }

        public String cronCommand() {
            return "0 1 * * *  ./backup.sh && curl -fsS -X POST '" + baseUrl + "/.monitor?origin=nightly-backup'";
        }

        public String nowInWords() {
            return Clock.exact(now);
        }
    }
}
