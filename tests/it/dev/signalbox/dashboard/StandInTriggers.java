package dev.signalbox.dashboard;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Triggers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Speaks for triggers on the bus: answers what a test put in, and remembers what was asked. */
final class StandInTriggers {

    static final String ID = "5b1a7f0e-0000-4000-8000-000000000001";
    static final String DELIVERY = "01a1f9d9-0000-7000-8000-000000000002";

    final List<Object> asked = new CopyOnWriteArrayList<>();
    volatile List<Triggers.Trigger> triggers = List.of();
    volatile String secret = Triggers.PLACEHOLDER;
    volatile Triggers.Previewed previewed = new Triggers.Previewed(0, 0, List.of());
    volatile Triggers.Tested tested = new Triggers.Tested(200, 12, true, DELIVERY, "", "");
    volatile Triggers.FoundDeliveries found = new Triggers.FoundDeliveries(List.of(), null);
    volatile List<Triggers.Attempt> attempts = List.of();
    volatile @Nullable Fault refusal;
    volatile @Nullable Fault previewRefusal;

    Future<?> open(Vertx vertx) {
        return Future.all(new ArrayList<>(List.of(
                Triggers.FIND.answer(vertx, ask -> answer(ask, new Triggers.Found(triggers))),
                Triggers.GET.answer(vertx, ask -> get(ask, ask.id())),
                Triggers.CREATE.answer(vertx, ask -> refusable(ask, trigger("new", Map.of(), secret))),
                Triggers.CHANGE.answer(
                        vertx, ask -> refusable(ask, trigger("changed", Map.of(), Triggers.PLACEHOLDER))),
                Triggers.REMOVE.answer(vertx, ask -> answer(ask, new Triggers.Removed())),
                Triggers.TEST.answer(vertx, ask -> refusable(ask, tested)),
                Triggers.PREVIEW.answer(vertx, this::preview),
                Triggers.DELIVERIES.answer(vertx, this::deliveries),
                Triggers.DELIVERY.answer(
                        vertx,
                        ask -> answer(
                                ask,
                                new Triggers.DeliveryLog(
                                        found.deliveries().getFirst(), "{\"message\":\"<i>\"}", attempts))),
                Triggers.REPLAY.answer(vertx, ask -> answer(ask, new Triggers.Replayed(3))))));
    }

    /** The last question of this type. */
    <Q> Q asked(Class<Q> type) {
        return asked.reversed().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    /** One that matches errors of the web, with nothing sent yet. */
    static Triggers.Trigger trigger(String name, Map<String, String> headers, String secret) {
        return trigger(name, "active", List.of("web*", "db"), "time ?out", headers, secret, 0, 0, 0);
    }

    static Triggers.Trigger inState(String state, String name) {
        return trigger(name, state, List.of(), "", Map.of(), Triggers.PLACEHOLDER, 0, 0, 0);
    }

    /** One named so, with a header. */
    static Triggers.Trigger matching(List<String> origins, String regex) {
        return trigger("matching", "active", origins, regex, Map.of("X-Env", "prod"), Triggers.PLACEHOLDER, 0, 0, 0);
    }

    /** One with so many deliveries. */
    static Triggers.Trigger counting(long done, long due, long dead) {
        return trigger("counting", "active", List.of(), "", Map.of(), Triggers.PLACEHOLDER, done, due, dead);
    }

    private static Triggers.Trigger trigger(
            String name,
            String state,
            List<String> origins,
            String regex,
            Map<String, String> headers,
            String secret,
            long done,
            long due,
            long dead) {
        return new Triggers.Trigger(
                ID,
                name,
                !state.equals("disabled"),
                List.of("error", "critical"),
                List.of(),
                origins,
                regex,
                "https://hooks.example.org:8443/services/TOPSECRET?token=TOPSECRET",
                secret,
                "json",
                "",
                headers,
                0,
                Samples.NOW.minusSeconds(3_600),
                Samples.NOW.minusSeconds(3_600),
                state,
                state.equals("stopped") ? "failing" : "",
                state.equals("failing") ? Samples.NOW.minusSeconds(60) : null,
                null,
                null,
                0,
                done,
                due,
                dead);
    }

    private <A> Future<A> answer(Object question, A answer) {
        asked.add(question);
        return Future.succeededFuture(answer);
    }

    private <A> Future<A> refusable(Object question, A answer) {
        asked.add(question);
        Fault fault = refusal;
        return fault == null ? Future.succeededFuture(answer) : Future.failedFuture(new FaultException(fault));
    }

    private Future<Triggers.FoundDeliveries> deliveries(Triggers.FindDeliveries question) {
        return answer(
                question,
                new Triggers.FoundDeliveries(
                        found.deliveries().stream()
                                .filter(delivery -> question.state().isEmpty()
                                        || question.state().equals(delivery.state()))
                                .filter(delivery -> question.before().isEmpty())
                                .toList(),
                        found.next()));
    }

    private Future<Triggers.Previewed> preview(Triggers.Preview question) {
        asked.add(question);
        Fault fault = previewRefusal;
        return fault == null ? Future.succeededFuture(previewed) : Future.failedFuture(new FaultException(fault));
    }

    private Future<Triggers.Trigger> get(Object question, String id) {
        asked.add(question);
        return triggers.stream()
                .filter(trigger -> trigger.id().equals(id))
                .findFirst()
                .map(Future::succeededFuture)
                .orElseGet(
                        () -> Future.failedFuture(new FaultException(new Fault.NotFound("there is no trigger " + id))));
    }
}
