package dev.signalbox.dashboard;

import dev.signalbox.bus.Livelogs;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a stream as pages show it.
 *
 * @param now what times count from
 */
record LivelogView(Livelogs.Log log, Instant now) {

    private static final String LIVE = "live";

    public String stream() {
        return log.stream();
    }

    public int generation() {
        return log.generation();
    }

    /** {@code live}, {@code done} or {@code broken}. */
    public String state() {
        return log.state();
    }

    public boolean live() {
        return log.state().equals(LIVE);
    }

    /** What the word does not say. */
    public String stateTitle() {
        return switch (log.state()) {
            case LIVE -> "its producer is still sending";
            case "done" -> "its producer sent it to the end";
            default -> "its producer broke off before the end";
        };
    }

    public String name() {
        return log.stream() + " #" + log.generation();
    }

    /** Of its row, so that the focus stays where it is when rows are exchanged. */
    public String rowId() {
        return "log-" + log.stream() + "-" + log.generation();
    }

    /** Its viewer. */
    public String href() {
        return page("");
    }

    /** Its bytes. */
    public String bytesHref() {
        return "/livelog/" + FilterForm.encoded(log.stream()) + "?generation=" + log.generation();
    }

    public String fileName() {
        return log.stream() + "-" + log.generation() + ".log";
    }

    public String removeAction() {
        return page("/remove");
    }

    /** For forms, which add the rest. */
    public String path() {
        return "/livelogs/" + FilterForm.encoded(log.stream());
    }

    /** A page or question under its viewer. */
    String page(String path) {
        return path() + path + "?generation=" + log.generation();
    }

    public long bytes() {
        return log.bytes();
    }

    // Not "size": a template's scope has a size of its own.
    public String amount() {
        return Amounts.bytes(log.bytes());
    }

    public String exactAmount() {
        return Amounts.exactBytes(log.bytes());
    }

    public String producer() {
        return log.producer();
    }

    /** How the producer packed the bytes; empty when they are the log itself. */
    public String encoding() {
        return log.contentEncoding();
    }

    public Moment started() {
        return Moment.of(log.started(), now);
    }

    public @Nullable Moment ended() {
        Instant ended = log.ended();
        return ended == null ? null : Moment.of(ended, now);
    }

    /** How long it took, or has taken so far. */
    public String took() {
        Instant ended = log.ended();
        return Amounts.duration(Duration.between(log.started(), ended == null ? now : ended));
    }

    public @Nullable Sparkline spark() {
        return live() ? Sparkline.of(log.rates()) : null;
    }

    /** A time in the three forms that a {@code time} element wants. */
    record Moment(String iso, String exact, String ago) {
        static Moment of(Instant at, Instant now) {
            return new Moment(at.toString(), Clock.exact(at), Clock.ago(at, now));
        }
    }
}
