package dev.signalbox.dashboard;

import dev.signalbox.bus.Triggers;
import dev.signalbox.dashboard.LivelogView.Moment;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One trigger as pages show it.
 *
 * @param now what times count from
 */
record TriggerView(Triggers.Trigger trigger, Instant now) {

    /** Such as {@code https://hooks.example.org:8443} of {@code https://hooks.example.org:8443/secret?token=secret}. */
    private static final Pattern SITE = Pattern.compile("(?i)https?://[^/?#]*");

    public String id() {
        return trigger.id();
    }

    public String name() {
        return trigger.name();
    }

    /** What it matches. */
    public String matches() {
        return MatchWords.of(trigger);
    }

    /** Where it sends to, without what may be secret: paths of chat services are. */
    public String site() {
        Matcher site = SITE.matcher(trigger.url());
        return site.lookingAt() ? site.group() : "";
    }

    public String format() {
        return trigger.format();
    }

    /** {@code active}, {@code disabled}, {@code failing} or {@code stopped}. */
    public String state() {
        return trigger.state();
    }

    /** In a list: first what waits for a human, last what a human wants to be quiet. */
    int place() {
        return switch (trigger.state()) {
            case "stopped" -> 0;
            case "failing" -> 1;
            case "disabled" -> 3;
            default -> 2;
        };
    }

    /** What the word does not say. */
    public String stateTitle() {
        return switch (trigger.state()) {
            case "active" -> "what matches is sent";
            case "disabled" -> "nothing is sent";
            case "failing" -> "its target has accepted nothing since; what matches is tried again";
            default -> stopped();
        };
    }

    public boolean isStopped() {
        return trigger.state().equals("stopped");
    }

    /** Why the node stopped it, in words. */
    public String stopped() {
        return switch (trigger.stopped()) {
            case "" -> "";
            case "gone" -> "stopped, since its target says that it is gone (410)";
            case "failing" -> "stopped, since its target accepted nothing for days";
            default -> "stopped: " + trigger.stopped();
        };
    }

    public @Nullable Moment failingSince() {
        return trigger.state().equals("failing") ? moment(trigger.failingSince()) : null;
    }

    /** Whether it sends what matches, so that the other is what a button may do. */
    public boolean sends() {
        return trigger.enabled() && trigger.stopped().isEmpty();
    }

    /** What the button does. */
    public String switchWord() {
        return sends() ? "Disable" : isStopped() ? "Start again" : "Enable";
    }

    public String switchAction() {
        return href() + (sends() ? "/disable" : "/enable");
    }

    public @Nullable Moment fired() {
        return moment(trigger.fired());
    }

    public @Nullable Moment succeeded() {
        return moment(trigger.succeeded());
    }

    public Moment created() {
        return Moment.of(trigger.created(), now);
    }

    /** What was held back; empty when nothing was. */
    public String suppressed() {
        return trigger.suppressed() == 0 ? "" : Amounts.number(trigger.suppressed());
    }

    /**
     * Of the last day, of which only the newest are looked at, whatever their state: once all of them together may be that
     * many, this is what there is at least.
     */
    public String done() {
        long all = trigger.delivered() + trigger.dead() + trigger.due();
        return count(trigger.delivered(), all >= Triggers.COUNTED);
    }

    public String due() {
        return count(trigger.due(), trigger.due() >= Triggers.COUNTED);
    }

    public String dead() {
        return count(trigger.dead(), trigger.dead() >= Triggers.COUNTED);
    }

    boolean isWaiting() {
        return trigger.due() > 0;
    }

    /** Of the day. */
    public boolean quiet() {
        return trigger.delivered() + trigger.due() + trigger.dead() == 0;
    }

    /** Its settings. */
    public String href() {
        return "/triggers/" + FilterForm.encoded(trigger.id());
    }

    public String deliveriesHref() {
        return href() + "/deliveries";
    }

    private @Nullable Moment moment(@Nullable Instant at) {
        return at == null ? null : Moment.of(at, now);
    }

    /** Empty for none, so that only what there is is said. */
    private static String count(long number, boolean atLeast) {
        return number == 0 ? "" : Amounts.number(number) + (atLeast ? "+" : "");
    }
}
