package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Events over time as the page draws them: stacked bars in units of the drawing, each a link to its own span.
 *
 * @param width of the drawing; it is stretched to the page
 * @param words what the drawing says, for those who do not see it
 */
record Histogram(int width, int height, List<Bar> bars, TimeWindow window, long total, String words) {

    private static final int BAR_WIDTH = 10;
    private static final int HEIGHT = 60;

    /** Leaves room for every severity to be seen in the tallest bar. */
    private static final int TALLEST = HEIGHT - 10;

    /** One error among a million lines of chatter must not be rounded away. */
    private static final int LEAST = 2;

    Histogram {
        bars = List.copyOf(bars);
    }

    /** @param title its span and its counts in words */
    record Bar(int x, String href, String since, String title, String counts, long total, List<Part> parts) {
        Bar {
            parts = List.copyOf(parts);
        }
    }

    /** The events of one severity in a bar. */
    record Part(String severity, int y, int height) {}

    /** @param counted an exact answer for {@code window} */
    static Histogram of(FilterForm form, TimeWindow window, Events.Counted counted) {
        long most = counted.bars().stream().mapToLong(Histogram::sum).max().orElse(0);
        long total = counted.bars().stream().mapToLong(Histogram::sum).sum();
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < counted.bars().size(); i++) {
            bars.add(bar(form, window, i, counted.bars().get(i), most));
        }
        String words = number(total) + (total == 1 ? " event" : " events") + ", " + Clock.minute(window.since())
                + " to " + Clock.minute(window.until());
        return new Histogram(window.bars() * BAR_WIDTH, HEIGHT, bars, window, total, words);
    }

    /** Bars that are not empty, for the table beside the drawing. */
    public List<Bar> filled() {
        return bars.stream().filter(bar -> bar.total > 0).toList();
    }

    public String totalInWords() {
        return number(total) + (total == 1 ? " event" : " events");
    }

    public String stepInWords() {
        return window.stepInWords();
    }

    public String since() {
        return window.since().toString();
    }

    public String sinceInWords() {
        return Clock.minute(window.since());
    }

    public String until() {
        return window.until().toString();
    }

    public String untilInWords() {
        return Clock.minute(window.until());
    }

    private static Bar bar(FilterForm form, TimeWindow window, int index, List<Long> counts, long most) {
        String since = window.startOf(index).toString();
        String until = window.startOf(index + 1).toString();
        String words = words(counts);
        return new Bar(
                index * BAR_WIDTH,
                form.over(since, until).href(),
                since,
                Clock.exact(window.startOf(index)) + ": " + words,
                words,
                sum(counts),
                parts(counts, most));
    }

    /** The worst at the bottom, where bars can be compared with each other. */
    private static List<Part> parts(List<Long> counts, long most) {
        List<Part> parts = new ArrayList<>();
        int top = HEIGHT;
        for (int i = counts.size() - 1; i >= 0; i--) {
            if (counts.get(i) > 0) {
                int height = (int) Math.max(LEAST, Math.round((double) TALLEST * counts.get(i) / most));
                top -= height;
                parts.add(new Part(Severity.values()[i].word(), top, height));
            }
        }
        return parts;
    }

    private static String words(List<Long> counts) {
        StringBuilder words = new StringBuilder();
        for (int i = counts.size() - 1; i >= 0; i--) {
            if (counts.get(i) > 0) {
                words.append(words.isEmpty() ? "" : ", ").append(number(counts.get(i)));
                words.append(' ').append(Severity.values()[i].word());
            }
        }
        return words.isEmpty() ? "none" : words.toString();
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    private static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }
}
