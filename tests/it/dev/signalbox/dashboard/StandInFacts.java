package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Monitors;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Speaks for events and monitors on the bus: answers what a test put in, and remembers what was asked. */
final class StandInFacts {

    final List<Object> asked = new CopyOnWriteArrayList<>();
    volatile Events.Found found = new Events.Found(List.of(), 0, 41);
    volatile Events.Followed followed = new Events.Followed(List.of(), 41, true);
    volatile boolean countable = true;
    volatile Events.@Nullable Event event;
    volatile Monitors.Strips strips = new Monitors.Strips(List.of(), null);
    volatile Monitors.Pings pings = new Monitors.Pings(List.of());
    volatile @Nullable Fault broken;

    Future<?> open(Vertx vertx) {
        return Future.all(List.of(
                Events.FIND.answer(vertx, find -> answer(find, found)),
                Events.FOLLOW.answer(vertx, follow -> answer(follow, followed)),
                Events.COUNT.answer(vertx, count -> answer(count, counted(count))),
                Events.GET.answer(vertx, this::get),
                Events.CLEAR.answer(vertx, clear -> answer(clear, new Events.Cleared(42))),
                Monitors.CLEAR.answer(vertx, clear -> answer(clear, new Monitors.Cleared())),
                Monitors.OVERVIEW.answer(vertx, overview -> answer(overview, strips)),
                Monitors.PINGS.answer(vertx, list -> answer(list, pings))));
    }

    /** The last question of this type. */
    <Q> Q asked(Class<Q> type) {
        return asked.reversed().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private <A> Future<A> answer(Object question, A answer) {
        asked.add(question);
        Fault fault = broken;
        return fault == null ? Future.succeededFuture(answer) : Future.failedFuture(new FaultException(fault));
    }

    private Future<Events.Event> get(Events.Get question) {
        Events.Event known = event;
        return known != null && known.id() == question.id()
                ? answer(question, known)
                : Future.failedFuture(new FaultException(new Fault.NotFound("there is no event " + question.id())));
    }

    private Events.Counted counted(Events.Count count) {
        List<Long> bar = List.of(0L, 2L, 0L, 1L, 0L);
        return countable
                ? new Events.Counted(Collections.nCopies(count.bars(), bar), true)
                : new Events.Counted(List.of(), false);
    }
}
