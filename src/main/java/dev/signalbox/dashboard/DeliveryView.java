package dev.signalbox.dashboard;

import com.github.jknack.handlebars.Handlebars;
import dev.signalbox.bus.Triggers;
import dev.signalbox.dashboard.LivelogView.Moment;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One delivery as pages show it.
 *
 * @param now what times count from
 */
record DeliveryView(Triggers.Delivery delivery, Instant now) {

    /** How an error begins that names the status itself. */
    private static final String ANSWERED = "answered ";

    public String id() {
        return delivery.id();
    }

    /** {@code due}, {@code done} or {@code dead}. */
    public String state() {
        return delivery.state();
    }

    public boolean isDue() {
        return delivery.state().equals("due");
    }

    /** What the word does not say. */
    public String stateTitle() {
        return switch (delivery.state()) {
            case "done" -> "its target accepted it";
            case "due" -> "it waits for its next try";
            default -> "given up; it can be replayed";
        };
    }

    public String severity() {
        return delivery.severity();
    }

    public String origin() {
        return delivery.origin();
    }

    /** The first line, with its colours. */
    public Handlebars.SafeString line() {
        String line = delivery.message().lines().findFirst().orElse("");
        StringBuilder out = new StringBuilder();
        Ansi.append(out, line, 0, line.length());
        return new Handlebars.SafeString(out);
    }

    public boolean blank() {
        return delivery.message().lines().findFirst().orElse("").isBlank();
    }

    public String eventHref() {
        return "/events/" + delivery.eventId();
    }

    public String href() {
        return "/triggers/" + FilterForm.encoded(delivery.triggerId()) + "/deliveries/"
                + FilterForm.encoded(delivery.id());
    }

    public String replayWord() {
        return isDue() ? "Try now" : "Replay";
    }

    public String replayAction() {
        return href() + "/replay";
    }

    public Moment created() {
        return Moment.of(delivery.created(), now);
    }

    public @Nullable Moment due() {
        Instant due = delivery.due();
        return due == null || !due.isAfter(now) ? null : Moment.of(due, now);
    }

    public @Nullable Moment ended() {
        Instant ended = delivery.ended();
        return ended == null ? null : Moment.of(ended, now);
    }

    public String tries() {
        return switch (delivery.attempts()) {
            case 0 -> "not tried yet";
            case 1 -> "1 try";
            default -> Amounts.number(delivery.attempts()) + " tries";
        };
    }

    /** What the last try came to; empty before there was one. */
    public String outcome() {
        return delivery.attempts() == 0 ? "" : outcome(delivery.status(), delivery.error());
    }

    public boolean failed() {
        return !delivery.error().isEmpty();
    }

    /** Such as {@code HTTP 204}, {@code answered 500}, {@code no answer: connection refused}. */
    static String outcome(int status, String error) {
        if (error.startsWith(ANSWERED)) {
            return error;
        }
        return (status == 0 ? "no answer" : "HTTP " + status) + (error.isEmpty() ? "" : ": " + error);
    }

    /** One try. */
    record AttemptView(Triggers.Attempt attempt, Instant now) {

        public int number() {
            return attempt.number();
        }

        public Moment at() {
            return Moment.of(attempt.at(), now);
        }

        public String latency() {
            return Amounts.duration(Duration.ofMillis(attempt.latencyMillis()));
        }

        public String outcome() {
            return DeliveryView.outcome(attempt.status(), attempt.error());
        }

        public boolean accepted() {
            return attempt.error().isEmpty();
        }

        public String snippet() {
            return attempt.snippet();
        }
    }
}
