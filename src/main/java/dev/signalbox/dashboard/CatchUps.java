package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.FaultException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store on behalf of listeners that are behind the ring. Few questions are in flight at a time, the others wait
 * in the order they came; a listener has at most one, and listeners with the same question share it, as all do after a
 * lost message. Never holds more events than the questions in flight bring. One event loop.
 */
final class CatchUps {

    /** Events of one question: a few socket buffers full, since what the socket does not take is asked for again. */
    static final int PAGE_EVENTS = 500;

    private static final long MIN_REST_MILLIS = 250;
    private static final long MAX_REST_MILLIS = 5_000;
    private static final Logger LOGGER = LoggerFactory.getLogger(CatchUps.class);

    /** One answer of the store, as {@link Events.Followed}. */
    record Page(List<Entry> entries, long position) {}

    /** A question and who waits for its answer. */
    private static final class Asking {
        private final Events.Follow question;
        private final Set<Listener> listeners = new LinkedHashSet<>();
        private int failures;

        Asking(Events.Follow question) {
            this.question = question;
        }
    }

    private final int maxInFlight;
    private final Function<Events.Follow, Future<Events.Followed>> store;
    private final FrameRenderer renderer;
    private final Later later;
    private final BiConsumer<Listener, Page> served;
    private final Map<Events.Follow, Asking> byQuestion = new HashMap<>();
    private final Map<Listener, Asking> byListener = new HashMap<>();
    private final Deque<Asking> queue = new ArrayDeque<>();
    private int inFlight;
    private int epoch;
    private boolean failing;

    /** @param served called with each listener and its page; may ask again at once */
    CatchUps(
            int maxInFlight,
            Function<Events.Follow, Future<Events.Followed>> store,
            FrameRenderer renderer,
            Later later,
            BiConsumer<Listener, Page> served) {
        this.maxInFlight = maxInFlight;
        this.store = store;
        this.renderer = renderer;
        this.later = later;
        this.served = served;
    }

    /** @return false when the listener waits already */
    boolean want(Listener listener) {
        if (byListener.containsKey(listener)) {
            return false;
        }
        join(listener);
        next();
        return true;
    }

    void forget(Listener listener) {
        Asking asking = byListener.remove(listener);
        if (asking != null) {
            asking.listeners.remove(listener);
            // Otherwise clients that come and go while the store hangs would leave their questions behind.
            if (asking.listeners.isEmpty() && queue.remove(asking)) {
                byQuestion.remove(asking.question);
            }
        }
    }

    /** Answers that are on their way may hold events that no longer exist: those questions are asked again. */
    void startAnew() {
        epoch++;
    }

    private void join(Listener listener) {
        Events.Follow question = new Events.Follow(listener.filter(), listener.cursor(), PAGE_EVENTS);
        Asking asking = byQuestion.get(question);
        if (asking == null) {
            asking = new Asking(question);
            byQuestion.put(question, asking);
            queue.addLast(asking);
        }
        asking.listeners.add(listener);
        byListener.put(listener, asking);
    }

    private void next() {
        while (inFlight < maxInFlight && !queue.isEmpty()) {
            Asking asking = queue.removeFirst();
            if (asking.listeners.isEmpty()) {
                byQuestion.remove(asking.question);
            } else {
                ask(asking);
            }
        }
    }

    private void ask(Asking asking) {
        inFlight++;
        int asked = epoch;
        store.apply(asking.question).onComplete(answer -> answered(asking, asked, answer));
    }

    private void answered(Asking asking, int asked, AsyncResult<Events.Followed> answer) {
        inFlight--;
        if (answer.failed()) {
            rest(asking, answer.cause());
        } else if (asked != epoch) {
            queue.addFirst(asking);
        } else {
            serve(asking, answer.result());
        }
        next();
    }

    private void rest(Asking asking, Throwable cause) {
        if (!failing) {
            failing = true;
            LOGGER.atWarn()
                    .addKeyValue("why", FaultException.of(cause).why())
                    .log("streams that are behind cannot catch up; they will try again");
        }
        long rest = Math.min(MAX_REST_MILLIS, MIN_REST_MILLIS << Math.min(asking.failures, 10));
        asking.failures++;
        later.after(rest, () -> again(asking));
    }

    private void again(Asking asking) {
        queue.addLast(asking);
        next();
    }

    private void serve(Asking asking, Events.Followed answer) {
        failing = false;
        byQuestion.remove(asking.question);
        List<Entry> entries = answer.events().stream()
                .map(event -> new Entry(event, renderer))
                .toList();
        Page page = new Page(entries, answer.position());
        for (Listener listener : List.copyOf(asking.listeners)) {
            byListener.remove(listener);
            served.accept(listener, page);
        }
    }
}
