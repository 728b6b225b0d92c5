package dev.signalbox.dashboard;

import dev.signalbox.bus.Monitors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One monitor as its page draws it.
 *
 * @param state {@code active} when it checked in within the last hour, {@code quiet} within the bars, else {@code silent}
 * @param words what the bars say, for those who do not see them
 * @param href all its check-ins
 */
record StripView(
        String origin,
        String owner,
        String state,
        Instant lastPing,
        String ago,
        List<Bar> bars,
        String words,
        String href) {

    private static final int BAR_WIDTH = 10;

    /** Windows are open at their beginning and closed at their end; links are the other way round. */
    private static final Duration SMALLEST = Duration.ofNanos(1_000);

    StripView {
        bars = List.copyOf(bars);
    }

    /** One hour. */
    record Bar(int x, boolean filled, String href, String title) {}

    static StripView of(Monitors.Strip strip, Instant now) {
        List<Bar> bars = new ArrayList<>();
        int hours = strip.bars().size();
        for (int i = 0; i < hours; i++) {
            bars.add(bar(strip, i, now.minus(Duration.ofHours(hours - 1L - i))));
        }
        return new StripView(
                strip.origin(),
                strip.owner(),
                state(strip.bars()),
                strip.lastPing(),
                Clock.ago(strip.lastPing(), now),
                bars,
                words(strip.bars()),
                "/monitors/checkins?" + query(strip));
    }

    public int width() {
        return bars.size() * BAR_WIDTH;
    }

    public String lastPingInWords() {
        return Clock.exact(lastPing);
    }

    private static Bar bar(Monitors.Strip strip, int index, Instant end) {
        int count = strip.bars().get(index);
        Instant start = end.minus(Duration.ofHours(1));
        String href = "/monitors/checkins?" + query(strip) + "&since=" + start.plus(SMALLEST) + "&until="
                + end.plus(SMALLEST);
        String title = (count == 0 ? "no check-in" : count == 1 ? "1 check-in" : count + " check-ins") + ", "
                + Clock.minute(start) + " to " + Clock.minute(end);
        return new Bar(index * BAR_WIDTH, count > 0, href, title);
    }

    private static String query(Monitors.Strip strip) {
        return "origin=" + FilterForm.encoded(strip.origin()) + "&owner=" + FilterForm.encoded(strip.owner());
    }

    private static String state(List<Integer> bars) {
        if (!bars.isEmpty() && bars.getLast() > 0) {
            return "active";
        }
        return bars.stream().anyMatch(count -> count > 0) ? "quiet" : "silent";
    }

    private static String words(List<Integer> bars) {
        long filled =
                IntStream.range(0, bars.size()).filter(i -> bars.get(i) > 0).count();
        return filled + " of " + bars.size() + " h";
    }
}
