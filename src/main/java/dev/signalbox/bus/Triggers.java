package dev.signalbox.bus;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said of triggers and of the webhooks they send. */
public interface Triggers {

    /** All triggers, by name. */
    Call<Find, Found> FIND = Call.onNode("triggers.find");

    /** One trigger; {@link Fault.NotFound} when there is none. */
    Call<Get, Trigger> GET = Call.onNode("triggers.get");

    /** Makes a trigger; {@link Fault.Invalid} names each field that is wrong. */
    Call<Create, Trigger> CREATE = Call.onNode("triggers.create");

    /** Changes the fields that are given; {@link Fault.Conflict} when it is not as it was read any more. */
    Call<Change, Trigger> CHANGE = Call.onNode("triggers.change");

    /** Removes a trigger with its deliveries. */
    Call<Remove, Removed> REMOVE = Call.onNode("triggers.remove");

    /** Really sends a made-up event, or the newest that matches, once, and says what came back. */
    Call<Test, Tested> TEST = new Call<>("triggers.test", Reach.NODE, java.time.Duration.ofSeconds(60));

    /** Which of the last events a trigger would have matched. */
    Call<Preview, Previewed> PREVIEW = Call.onNode("triggers.preview");

    /** Deliveries, newest first. */
    Call<FindDeliveries, FoundDeliveries> DELIVERIES = Call.onNode("triggers.deliveries");

    /** One delivery with its attempts. */
    Call<GetDelivery, DeliveryLog> DELIVERY = Call.onNode("triggers.delivery");

    /** Makes deliveries due again, now. */
    Call<Replay, Replayed> REPLAY = Call.onNode("triggers.replay");

    /** Triggers were made, changed or removed: what was compiled from them is old. */
    Topic<Changed> CHANGED = new Topic<>("triggers.changed", Reach.CLUSTER);

    /** Every message of this conversation. */
    sealed interface Message extends dev.signalbox.bus.Message
            permits Find,
                    Found,
                    Get,
                    Trigger,
                    Create,
                    Change,
                    Remove,
                    Removed,
                    Test,
                    Tested,
                    Preview,
                    Previewed,
                    FindDeliveries,
                    FoundDeliveries,
                    GetDelivery,
                    DeliveryLog,
                    Replay,
                    Replayed,
                    Changed {}

    /** What stands for a secret when it is read, and means "as it is" when it is sent back. */
    String PLACEHOLDER = "••••••";

    /** Deliveries of a trigger that are counted at most, so that a list of triggers costs the same however much they send. */
    int COUNTED = 1_000;

    /**
     * What an operator sets. Null means not given: the default for a new trigger, as it is for a change.
     *
     * @param severities words; empty for any
     * @param origins exact, or globs with {@code *}; empty for any
     * @param messageRegex RE2, found anywhere in the message; empty for any
     * @param secret {@code whsec_…}; two, separated by a space, while one replaces the other; {@link #PLACEHOLDER} for as it
     *     is
     * @param format one of json, slack, discord, ntfy, gotify, template
     */
    record Settings(
            @Nullable String name,
            @Nullable Boolean enabled,
            @Nullable List<String> severities,
            @Nullable List<String> kinds,
            @Nullable List<String> origins,
            @Nullable String messageRegex,
            @Nullable String url,
            @Nullable String secret,
            @Nullable String format,
            @Nullable String template,
            @Nullable Map<String, String> headers,
            @Nullable Integer cooldownSeconds) {}

    /**
     * A trigger as it is shown.
     *
     * @param id a UUID
     * @param secret the placeholder; only in the answer to {@link #CREATE} what was generated
     * @param headers values of those whose names say that they are secret are placeholders
     * @param state {@code active}, {@code disabled}, {@code failing}, {@code stopped}
     * @param stopped why the node itself stopped it; empty when it did not
     * @param suppressed events held back by cooldown or rate since it last fired
     * @param delivered those that succeeded among the last day's deliveries, at most the newest {@link #COUNTED} of them
     * @param due deliveries that wait for their next try, counted up to {@link #COUNTED}
     * @param dead deliveries that were given up and are still kept, counted up to {@link #COUNTED}
     */
    record Trigger(
            String id,
            String name,
            boolean enabled,
            List<String> severities,
            List<String> kinds,
            List<String> origins,
            String messageRegex,
            String url,
            String secret,
            String format,
            String template,
            Map<String, String> headers,
            int cooldownSeconds,
            Instant created,
            Instant updated,
            String state,
            String stopped,
            @Nullable Instant failingSince,
            @Nullable Instant succeeded,
            @Nullable Instant fired,
            long suppressed,
            long delivered,
            long due,
            long dead)
            implements Message {
        public Trigger {
            severities = List.copyOf(severities);
            kinds = List.copyOf(kinds);
            origins = List.copyOf(origins);
            headers = Map.copyOf(headers);
        }
    }

    record Find() implements Message {}

    record Found(List<Trigger> triggers) implements Message {
        public Found {
            triggers = List.copyOf(triggers);
        }
    }

    record Get(String id) implements Message {}

    record Create(Settings settings) implements Message {}

    /**
     * @param read {@link Trigger#updated} of what the change is meant for; null for however it is now, where others' changes
     *     of other fields are kept
     */
    record Change(String id, Settings settings, @Nullable Instant read) implements Message {}

    record Remove(String id) implements Message {}

    record Removed() implements Message {}

    /** @param id of a trigger */
    record Test(String id) implements Message {}

    /**
     * @param statusCode 0 when there was no answer
     * @param error in words; empty when the target accepted it
     * @param snippet the first bytes of the answer
     */
    record Tested(
            int statusCode, long latencyMillis, boolean signatureSent, String deliveryId, String error, String snippet)
            implements Message {}

    /** @param settings those of the filters count; null is any */
    record Preview(Settings settings) implements Message {}

    /**
     * @param looked how many of the newest events were looked at
     * @param events those of them that match, newest first, at most 50
     */
    record Previewed(int looked, int matched, List<Events.Event> events) implements Message {
        public Previewed {
            events = List.copyOf(events);
        }
    }

    /**
     * @param triggerId empty for all
     * @param state {@code due}, {@code done}, {@code dead}; empty for all
     * @param before the id of a delivery: only those made before it; empty for the newest
     * @param limit 1 to 1 000
     */
    record FindDeliveries(String triggerId, String state, String before, int limit) implements Message {}

    /** @param next the {@code before} of what follows; null when nothing does */
    record FoundDeliveries(
            List<Delivery> deliveries, @Nullable String next) implements Message {
        public FoundDeliveries {
            deliveries = List.copyOf(deliveries);
        }
    }

    /**
     * @param id a UUID: the {@code webhook-id} of every try
     * @param message of the event, shortened
     * @param due when the next try is made; null when none will
     * @param status of the last try; 0 when there was no answer, or no try
     * @param error of the last try
     */
    record Delivery(
            String id,
            String triggerId,
            String triggerName,
            String eventId,
            String origin,
            String severity,
            String message,
            String state,
            Instant created,
            @Nullable Instant due,
            @Nullable Instant ended,
            int attempts,
            int status,
            String error) {}

    record GetDelivery(String id) implements Message {}

    /**
     * @param event as JSON
     * @param attempts first to last
     */
    record DeliveryLog(Delivery delivery, String event, List<Attempt> attempts) implements Message {
        public DeliveryLog {
            attempts = List.copyOf(attempts);
        }
    }

    record Attempt(int number, Instant at, long latencyMillis, int status, String error, String snippet) {}

    /**
     * @param deliveryId one delivery; empty for a range
     * @param triggerId whose; looked at for a range
     * @param state {@code due}, {@code done} or {@code dead}, empty for all; looked at for a range
     * @param since of creation, inclusive; looked at for a range
     * @param until of creation, exclusive; looked at for a range
     */
    record Replay(
            String deliveryId,
            String triggerId,
            String state,
            @Nullable Instant since,
            @Nullable Instant until) implements Message {}

    record Replayed(int deliveries) implements Message {}

    record Changed() implements Message {}
}
