package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Severity;
import dev.signalbox.filter.EventMatcher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Speaks for the event store on the bus, and keeps its promises: pieces join, answers hold everything announced. */
final class StandInStore {

    private final Vertx vertx;
    private final List<Events.Event> events = new ArrayList<>();
    private long through = 1_000;
    private boolean refusing;
    private int questions;

    StandInStore(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<?> open() {
        return Future.all(
                Events.FIND.answer(vertx, find -> answer(() -> new Events.Found(List.of(), 0, through))),
                Events.FOLLOW.answer(vertx, follow -> answer(() -> followed(follow))));
    }

    synchronized long position() {
        return through;
    }

    synchronized int questions() {
        return questions;
    }

    /** From here on every question is answered with Unavailable, or again as it should be. */
    synchronized void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Stores and announces. */
    synchronized void save(String... messages) {
        Events.STORED.publish(vertx, stored(messages));
    }

    /** Stores, but the announcement is lost. */
    synchronized void saveUnheard(String... messages) {
        stored(messages);
    }

    synchronized void clear() {
        events.clear();
        through++;
        Events.CLEARED.publish(vertx, new Events.Cleared(through));
    }

    synchronized List<String> ids(Events.Filter filter) {
        EventMatcher matcher = EventMatcher.of(filter);
        return events.stream()
                .filter(matcher::matches)
                .map(event -> Long.toString(event.id()))
                .toList();
    }

    private Events.Stored stored(String... messages) {
        long after = through;
        List<Events.Event> piece = new ArrayList<>();
        for (String message : messages) {
            // Ids of a real store have gaps between them.
            through += 3;
            piece.add(new Events.Event(through, Instant.now(), "log", "it", "laptop", Severity.INFO, message, "{}"));
        }
        events.addAll(piece);
        return new Events.Stored(after, through, piece);
    }

    private synchronized <A> Future<A> answer(java.util.function.Supplier<A> answer) {
        questions++;
        return refusing
                ? Future.failedFuture(new FaultException(new Fault.Unavailable("the database is away", 1)))
                : Future.succeededFuture(answer.get());
    }

    private Events.Followed followed(Events.Follow question) {
        EventMatcher matcher = EventMatcher.of(question.filter());
        List<Events.Event> found = events.stream()
                .filter(event -> event.id() > question.after() && matcher.matches(event))
                .limit(question.limit())
                .toList();
        boolean cut = found.size() == question.limit();
        return new Events.Followed(found, cut ? found.getLast().id() : through, !cut);
    }
}
