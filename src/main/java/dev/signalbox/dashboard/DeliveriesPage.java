package dev.signalbox.dashboard;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Triggers;
import dev.signalbox.dashboard.DeliveryView.AttemptView;
import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a trigger has sent, and what became of it. Confined to one web instance. */
final class DeliveriesPage {

    private static final String DEAD = "dead";

    private static final List<String> STATES = List.of("", "due", "done", DEAD);

    /** Nobody tells the page of deliveries. It looks sooner while some are under way. */
    private static final int WAITING_STALE_SECONDS = 2;

    private static final int STALE_SECONDS = 5;

    private final Edge edge;
    private final Pages pages;
    private final InstantSource clock;

    DeliveriesPage(Edge edge, Pages pages, InstantSource clock) {
        this.edge = edge;
        this.pages = pages;
        this.clock = clock;
    }

    /** {@code GET /triggers/:id/deliveries?state=&before=&replayed=}. */
    void list(RoutingContext ctx) {
        String id = ctx.pathParam("id");
        String state = text(ctx, "state");
        if (!STATES.contains(state)) {
            throw new FaultException(new Fault.Invalid("state", "must be due, done or dead"));
        }
        Triggers.FindDeliveries find = new Triggers.FindDeliveries(
                id, state, text(ctx, "before"), pages.conf().pageSize());
        pages.send(
                ctx,
                "deliveries",
                trigger(id)
                        .compose(trigger -> Triggers.DELIVERIES
                                .ask(edge.vertx(), find)
                                .map(found -> model(ctx, trigger, find, found))));
    }

    /** {@code GET /triggers/:id/deliveries/:delivery}. */
    void one(RoutingContext ctx) {
        String id = ctx.pathParam("id");
        pages.send(
                ctx,
                "delivery",
                trigger(id)
                        .compose(trigger -> Triggers.DELIVERY
                                .ask(edge.vertx(), new Triggers.GetDelivery(ctx.pathParam("delivery")))
                                .map(log -> model(ctx, trigger, log))));
    }

    /** {@code POST /triggers/:id/deliveries/:delivery/replay?back=}. */
    void replayOne(RoutingContext ctx) {
        Triggers.Replay replay = new Triggers.Replay(ctx.pathParam("delivery"), "", "", null, null);
        boolean toList = text(ctx, "back").equals("list");
        Triggers.REPLAY
                .ask(edge.vertx(), replay)
                .onSuccess(replayed -> Pages.seeOther(
                        ctx,
                        toList
                                ? path(ctx) + "?replayed=" + replayed.deliveries()
                                : path(ctx) + "/" + FilterForm.encoded(ctx.pathParam("delivery"))))
                .onFailure(ctx::fail);
    }

    /** {@code POST /triggers/:id/deliveries/replay}: all that are dead. */
    void replayDead(RoutingContext ctx) {
        Triggers.Replay replay = new Triggers.Replay("", ctx.pathParam("id"), DEAD, null, null);
        Triggers.REPLAY
                .ask(edge.vertx(), replay)
                .onSuccess(replayed -> Pages.seeOther(ctx, path(ctx) + "?replayed=" + replayed.deliveries()))
                .onFailure(ctx::fail);
    }

    private Future<TriggerView> trigger(String id) {
        return Triggers.GET
                .ask(edge.vertx(), new Triggers.Get(id))
                .map(trigger -> new TriggerView(trigger, clock.instant()));
    }

    private DeliveriesModel model(
            RoutingContext ctx, TriggerView trigger, Triggers.FindDeliveries find, Triggers.FoundDeliveries found) {
        Instant now = clock.instant();
        return new DeliveriesModel(
                pages.frame(ctx, "Deliveries of " + trigger.name(), TriggersPage.SECTION),
                trigger,
                find.state(),
                found.deliveries().stream()
                        .map(delivery -> new DeliveryView(delivery, now))
                        .toList(),
                find.before().isEmpty(),
                found.next(),
                text(ctx, "replayed"));
    }

    private DeliveryModel model(RoutingContext ctx, TriggerView trigger, Triggers.DeliveryLog log) {
        if (!log.delivery().triggerId().equals(trigger.id())) {
            throw new FaultException(
                    new Fault.NotFound("there is no delivery " + log.delivery().id() + " of this trigger"));
        }
        Instant now = clock.instant();
        return new DeliveryModel(
                pages.frame(ctx, "Delivery of " + trigger.name(), TriggersPage.SECTION),
                trigger,
                new DeliveryView(log.delivery(), now),
                log.attempts().reversed().stream()
                        .map(attempt -> new AttemptView(attempt, now))
                        .toList(),
                JsonText.pretty(log.event()));
    }

    private static String path(RoutingContext ctx) {
        return TriggersPage.SECTION + "/" + FilterForm.encoded(ctx.pathParam("id")) + "/deliveries";
    }

    private static String text(RoutingContext ctx, String name) {
        String value = ctx.queryParams().get(name);
        return value == null ? "" : value;
    }

    /** A choice among others. */
    record Choice(String word, String href, boolean chosen) {}

    /**
     * What the log shows.
     *
     * @param state the only one shown; empty for all
     * @param newest whether this is the first page
     * @param next where the page that follows begins; null when there is none
     * @param replayed how many were made due again just now; empty when nobody asked for it
     */
    record DeliveriesModel(
            Frame frame,
            TriggerView trigger,
            String state,
            List<DeliveryView> deliveries,
            boolean newest,
            @Nullable String next,
            String replayed) {

        DeliveriesModel {
            deliveries = List.copyOf(deliveries);
        }

        public List<Choice> states() {
            return STATES.stream()
                    .map(word -> new Choice(word.isEmpty() ? "all" : word, href(word), word.equals(state)))
                    .toList();
        }

        /** The first page of what is shown. */
        public String newestHref() {
            return href(state);
        }

        public String older() {
            return next == null
                    ? ""
                    : trigger.deliveriesHref() + "?" + (state.isEmpty() ? "" : "state=" + state + "&") + "before="
                            + FilterForm.encoded(next);
        }

        /** Seconds until the page should look again. */
        public int staleAfter() {
            return deliveries.stream().anyMatch(DeliveryView::isDue) ? WAITING_STALE_SECONDS : STALE_SECONDS;
        }

        /** What was done, in words; empty when nothing was asked for. */
        public String replayedWords() {
            return switch (replayed.matches("\\d{1,9}") ? replayed : "") {
                case "" -> "";
                case "0" -> "There was none to replay.";
                case "1" -> "1 delivery is due again.";
                default -> Amounts.number(Long.parseLong(replayed)) + " deliveries are due again.";
            };
        }

        private String href(String word) {
            return trigger.deliveriesHref() + (word.isEmpty() ? "" : "?state=" + word);
        }
    }

    /**
     * What the page of one delivery shows.
     *
     * @param attempts the last one first
     * @param json the event as it was
     */
    record DeliveryModel(
            Frame frame, TriggerView trigger, DeliveryView delivery, List<AttemptView> attempts, String json) {

        DeliveryModel {
            attempts = List.copyOf(attempts);
        }
    }
}
