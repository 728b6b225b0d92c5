package dev.signalbox.dashboard;

import dev.signalbox.bus.Livelogs;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a log's page: what the log is, and which others its stream has.
 *
 * @param others the latest generations of the stream, without this one, newest first
 * @param newer the latest, when that is not this one
 */
record LivelogHead(
        LivelogView log, List<LivelogView> others, @Nullable LivelogView newer) {

    LivelogHead {
        others = List.copyOf(others);
    }

    static LivelogHead of(Livelogs.Log log, List<Livelogs.Log> latest, Instant now) {
        List<LivelogView> others = latest.stream()
                .filter(other -> other.generation() != log.generation())
                .map(other -> new LivelogView(other, now))
                .toList();
        LivelogView newer =
                others.isEmpty() || others.getFirst().generation() < log.generation() ? null : others.getFirst();
        return new LivelogHead(new LivelogView(log, now), others, newer);
    }

    public String allHref() {
        return "/livelogs?stream=" + FilterForm.encoded(log.stream());
    }
}
