package dev.signalbox.dashboard;

import dev.signalbox.bus.Triggers;
import dev.signalbox.web.Edge;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every trigger, and what is done with one as a whole. Confined to one web instance. */
final class TriggersPage {

    static final String SECTION = "/triggers";

    /** Nobody tells the page of deliveries. It looks sooner while some are under way. */
    private static final int WAITING_STALE_SECONDS = 3;

    private static final int STALE_SECONDS = 15;

    private final Edge edge;
    private final Pages pages;
    private final InstantSource clock;

    TriggersPage(Edge edge, Pages pages, InstantSource clock) {
        this.edge = edge;
        this.pages = pages;
        this.clock = clock;
    }

    /** {@code GET /triggers}. */
    void show(RoutingContext ctx) {
        pages.send(
                ctx,
                "triggers",
                Triggers.FIND.ask(edge.vertx(), new Triggers.Find()).map(found -> model(ctx, found.triggers())));
    }

    /** {@code POST /triggers/:id/enable?back=}; starts one that the node had stopped, too. */
    void enable(RoutingContext ctx) {
        change(ctx, true);
    }

    /** {@code POST /triggers/:id/disable?back=}. */
    void disable(RoutingContext ctx) {
        change(ctx, false);
    }

    /** {@code POST /triggers/:id/remove}. */
    void remove(RoutingContext ctx) {
        Triggers.REMOVE
                .ask(edge.vertx(), new Triggers.Remove(ctx.pathParam("id")))
                .onSuccess(removed -> Pages.seeOther(ctx, SECTION))
                .onFailure(ctx::fail);
    }

    private void change(RoutingContext ctx, boolean enabled) {
        Triggers.CHANGE
                .ask(edge.vertx(), new Triggers.Change(ctx.pathParam("id"), only(enabled), null))
                .onSuccess(changed -> Pages.seeOther(ctx, back(ctx.queryParams().get("back"), changed)))
                .onFailure(ctx::fail);
    }

    private static String back(@Nullable String to, Triggers.Trigger changed) {
        return "trigger".equals(to) ? SECTION + "/" + FilterForm.encoded(changed.id()) : SECTION;
    }

    private static Triggers.Settings only(boolean enabled) {
        return new Triggers.Settings(null, enabled, null, null, null, null, null, null, null, null, null, null);
    }

    private TriggersModel model(RoutingContext ctx, List<Triggers.Trigger> triggers) {
        Instant now = clock.instant();
        return new TriggersModel(
                pages.frame(ctx, "Triggers", SECTION),
                // Those of one state stay as they came: by name.
                triggers.stream()
                        .map(trigger -> new TriggerView(trigger, now))
                        .sorted(Comparator.comparingInt(TriggerView::place))
                        .toList(),
                edge.baseUrl(ctx));
    }

    /** What the page shows, in this order. */
    record TriggersModel(Frame frame, List<TriggerView> triggers, String baseUrl) {
        TriggersModel {
            triggers = List.copyOf(triggers);
        }

        /** Seconds until the page should look again. */
        public int staleAfter() {
            return triggers.stream().anyMatch(TriggerView::isWaiting) ? WAITING_STALE_SECONDS : STALE_SECONDS;
        }

        /** Makes the first entry. */
        public String createCommand() {
            return "curl '" + baseUrl
                    + "/api/event-triggers' -d '{\"name\":\"errors\",\"severities\":[\"error\",\"critical\"],"
                    + "\"url\":\"https://ntfy.sh/mytopic\",\"format\":\"ntfy\"}'";
        }
    }
}
