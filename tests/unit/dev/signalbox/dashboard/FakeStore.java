package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.filter.EventMatcher;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Answers a hub's questions, in the order they came, when the test says so. */
final class FakeStore implements StreamHub.Store {

    private record Asked(Events.Follow question, Promise<Events.Followed> answer) {}

    final List<Events.Event> events = new ArrayList<>();
    final List<Events.Follow> questions = new ArrayList<>();
    private final Deque<Asked> open = new ArrayDeque<>();
    private final Deque<Promise<Events.Found>> finds = new ArrayDeque<>();
    long position;

    void save(Events.Stored piece) {
        events.addAll(piece.events());
        position = piece.through();
    }

    int open() {
        return open.size();
    }

    @Override
    public Future<Events.Found> find(Events.Find question) {
        Promise<Events.Found> answer = Promise.promise();
        finds.add(answer);
        return answer.future();
    }

    @Override
    public Future<Events.Followed> follow(Events.Follow question) {
        questions.add(question);
        Promise<Events.Followed> answer = Promise.promise();
        open.add(new Asked(question, answer));
        return answer.future();
    }

    void answerFind() {
        finds.remove().complete(new Events.Found(List.of(), 0, position));
    }

    void failFind() {
        finds.remove().fail(new FaultException(new Fault.Unavailable("no database", 1)));
    }

    /** Answers the oldest open question from the present state. */
    void answer() {
        Asked asked = open.remove();
        asked.answer().complete(followed(asked.question()));
    }

    /** An answer with what is there now, delivered when it is run. */
    Runnable answerInTransit() {
        Asked asked = open.remove();
        Events.Followed answer = followed(asked.question());
        return () -> asked.answer().complete(answer);
    }

    void fail() {
        open.remove().answer().fail(new FaultException(new Fault.Unavailable("no database", 1)));
    }

    void answerAll() {
        while (!open.isEmpty()) {
            answer();
        }
    }

    private Events.Followed followed(Events.Follow question) {
        EventMatcher matcher = EventMatcher.of(question.filter());
        List<Events.Event> found = events.stream()
                .filter(event -> event.id() > question.after() && matcher.matches(event))
                .limit(question.limit())
                .toList();
        boolean cut = found.size() == question.limit();
        return new Events.Followed(found, cut ? found.getLast().id() : position, !cut);
    }
}
