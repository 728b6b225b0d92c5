package dev.signalbox.dashboard;

import dev.signalbox.bus.Monitors;
import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every monitor with a bar for each of the last hours. Confined to one web instance. */
final class MonitorsPage {

    /** Where jobs check in every second, bars change every second, but nobody sees it of bars that are an hour wide. */
    private static final Duration SMALLEST_STEP = Duration.ofMinutes(1);

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
                staleAfter(strips.next(), now),
                edge.baseUrl(ctx));
    }

    private static long staleAfter(@Nullable Instant next, Instant now) {
        if (next == null) {
            return 0;
        }
        // Rounded up, or the page would ask too early and see what it saw.
        long seconds = Duration.between(now, next).toSeconds() + 1;
        return Math.max(seconds, SMALLEST_STEP.toSeconds());
    }

    /**
     * What the page shows.
     *
     * @param staleAfter seconds until the bars have moved on although nobody checked in; 0 when they will not
     */
    record MonitorsModel(Frame frame, List<StripView> strips, int hours, Instant now, long staleAfter, String baseUrl) {
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
            return Clock.second(now);
        }
    }
}
