package dev.signalbox.triggers;

import dev.signalbox.bus.EventJson;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Severity;
import io.vertx.core.json.Json;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Makes the body of a delivery. For the same delivery it is the same at every try, so long as the trigger is: what changes
 * between tries stands in headers. Thread-safe.
 */
final class Payload {

    static final String TYPE = "event.matched";

    /** With milliseconds, as events have. */
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final TemplateBody templates = new TemplateBody();

    /**
     * @param suppressed events that the trigger held back since it last fired
     * @param created when the event matched
     * @throws PayloadException when the trigger's template cannot be rendered with this event, or promises JSON and gives
     *     none, which depends on what the event has. The try has then failed as
     *     if the target had not answered: it is recorded with this error and made again on schedule, by when the operator
     *     may have mended the template, and what is dead by then can be replayed. Nothing is sent in its place, because a
     *     receiver that was promised one form could take another for something else.
     */
    Body body(Trigger trigger, Events.Event event, long suppressed, Instant created) {
        return switch (trigger.format()) {
            case JSON -> Body.text(Body.JSON, json(trigger.id(), trigger.name(), event, suppressed, created), Map.of());
            case SLACK -> ChatBody.slack(trigger, event, suppressed);
            case DISCORD -> ChatBody.discord(trigger, event, suppressed);
            case NTFY -> ChatBody.ntfy(trigger, event, suppressed);
            case GOTIFY -> ChatBody.gotify(trigger, event, suppressed);
            case TEMPLATE -> {
                String type = contentType(trigger.headers());
                String model = json(trigger.id(), trigger.name(), event, suppressed, created);
                yield Body.text(type, render(trigger.template(), isJson(type), model), Map.of());
            }
        };
    }

    /**
     * Tries a template on {@link #sample}.
     *
     * @param headers of its trigger, one of which may say what the template makes
     * @throws PayloadException when it cannot be rendered, or promises JSON and gives none
     */
    void check(String template, Map<String, String> headers) {
        Instant now = Instant.now();
        render(template, isJson(contentType(headers)), json(new UUID(0, 0), "example", sample(now), 2, now));
    }

    private String render(String template, boolean json, String model) {
        String text = templates.render(template, json, model);
        if (json) {
            templates.checkJson(text);
        }
        return text;
    }

    /** An event that nobody sent, with everything in it that a careless template would break on. */
    static Events.Event sample(Instant at) {
        return new Events.Event(
                1,
                at,
                "log",
                "example",
                "signalbox",
                Severity.ERROR,
                "An \"example\" of two lines,\nwith a backslash \\ and an ümlaut.",
                "{\"example\":true}");
    }

    private static String json(UUID id, String name, Events.Event event, long suppressed, Instant created) {
        StringBuilder out = new StringBuilder(512 + event.message().length())
                .append("{\"type\":\"" + TYPE + "\",\"timestamp\":\"")
                .append(TIME.format(created))
                .append("\",\"data\":{\"trigger\":{\"id\":\"")
                .append(id)
                .append("\",\"name\":")
                .append(Json.encode(name))
                .append("},\"event\":");
        EventJson.append(out, event);
        return out.append(",\"suppressed\":").append(suppressed).append("}}").toString();
    }

    /** Of a template's text: JSON, unless the trigger's own header says otherwise. */
    private static String contentType(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Content-Type"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Body.JSON);
    }

    /** Such as {@code application/json; charset=utf-8} and {@code application/cloudevents+json}. */
    private static boolean isJson(String contentType) {
        String type = contentType.split(";", 2)[0].strip();
        return type.equalsIgnoreCase(Body.JSON) || type.toLowerCase(Locale.ROOT).endsWith("+json");
    }
}
