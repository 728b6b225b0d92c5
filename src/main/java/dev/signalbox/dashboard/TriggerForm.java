package dev.signalbox.dashboard;

import dev.signalbox.bus.Severity;
import dev.signalbox.bus.Triggers;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a trigger as they were typed, right or wrong: what the form shows again.
 *
 * @param kinds one a line, as are {@code origins}
 * @param secret what is to replace the present one; empty for as it is, or for a new trigger one that is generated
 * @param headers {@code Name: value}, one a line
 * @param read when the trigger that was shown had been changed last; empty for a new one
 */
record TriggerForm(
        String name,
        boolean enabled,
        List<String> severities,
        String kinds,
        String origins,
        String messageRegex,
        String url,
        String secret,
        String format,
        String template,
        String headers,
        String cooldown,
        String read) {

    /** Most want to hear of what went wrong; a trigger that fires for everything should be a decision. */
    static final TriggerForm NEW = new TriggerForm(
            "",
            true,
            List.of(Severity.ERROR.word(), Severity.CRITICAL.word()),
            "",
            "",
            "",
            "",
            "",
            "json",
            "",
            "",
            "0",
            "");

    private static final String TEMPLATE = "template";

    /** What no trigger may have, so that the answer names this field together with all others that are wrong. */
    private static final int NO_NUMBER = -1;

    private static final Map<String, String> FORMATS = formats();

    TriggerForm {
        severities = List.copyOf(severities);
    }

    /** A choice among others. */
    record Choice(String value, String label, boolean chosen) {}

    static TriggerForm of(Triggers.Trigger trigger) {
        return new TriggerForm(
                trigger.name(),
                trigger.enabled(),
                trigger.severities(),
                String.join("\n", trigger.kinds()),
                String.join("\n", trigger.origins()),
                trigger.messageRegex(),
                trigger.url(),
                "",
                trigger.format(),
                trigger.template(),
                new TreeMap<>(trigger.headers())
                        .entrySet().stream()
                                .map(header -> header.getKey() + ": " + header.getValue())
                                .collect(Collectors.joining("\n")),
                Integer.toString(trigger.cooldownSeconds()),
                trigger.updated().toString());
    }

    static TriggerForm of(MultiMap fields) {
        return new TriggerForm(
                text(fields, "name"),
                fields.contains("enabled"),
                fields.getAll("severity"),
                text(fields, "kinds"),
                text(fields, "origins"),
                text(fields, "message_regex"),
                text(fields, "url"),
                text(fields, "secret").strip(),
                text(fields, "format"),
                text(fields, TEMPLATE),
                text(fields, "headers"),
                text(fields, "cooldown_seconds"),
                text(fields, "updated"));
    }

    /**
     * As a browser sends it when nothing is typed: in a field of one line no line ends, and in one of several those of
     * everybody else.
     */
    TriggerForm sent() {
        return new TriggerForm(
                oneLine(name),
                enabled,
                severities,
                lineFeeds(kinds),
                lineFeeds(origins),
                oneLine(messageRegex),
                oneLine(url),
                oneLine(secret),
                format,
                lineFeeds(template),
                lineFeeds(headers),
                oneLine(cooldown),
                read);
    }

    /** The same, by somebody who has seen the trigger as it was changed then. */
    TriggerForm reading(Instant updated) {
        return new TriggerForm(
                name,
                enabled,
                severities,
                kinds,
                origins,
                messageRegex,
                url,
                secret,
                format,
                template,
                headers,
                cooldown,
                updated.toString());
    }

    /** What it asks for; a template that the form does not show is not part of it. */
    Triggers.Settings settings() {
        return new Triggers.Settings(
                name,
                enabled,
                severities,
                lines(kinds),
                lines(origins),
                messageRegex,
                url,
                secret.isEmpty() ? null : secret,
                format,
                format.equals(TEMPLATE) ? template : null,
                headerFields(),
                cooldownSeconds());
    }

    /** What is wrong that the answer to the settings could not say as well, by field. */
    Map<String, String> mistakes() {
        Set<String> seen = new HashSet<>();
        return lines(headers).stream()
                .map(TriggerForm::headerName)
                .filter(header -> !seen.add(header))
                .findFirst()
                .map(header -> Map.of("headers", "has " + header + " twice"))
                .orElse(Map.of());
    }

    public List<Choice> severityChoices() {
        return Arrays.stream(Severity.values())
                .map(Severity::word)
                .map(word -> new Choice(word, word, severities.contains(word)))
                .toList();
    }

    public List<Choice> formatChoices() {
        return FORMATS.entrySet().stream()
                .map(known -> new Choice(
                        known.getKey(), known.getValue(), known.getKey().equals(format)))
                .toList();
    }

    private @Nullable Integer cooldownSeconds() {
        String digits = cooldown.strip();
        if (digits.isEmpty()) {
            return 0;
        }
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : NO_NUMBER;
    }

    private Map<String, String> headerFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : lines(headers)) {
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            if (fields.putIfAbsent(headerName(line), value) != null) {
                // A map cannot say it twice; no header has such a name, so that it is refused with all else that is
                // wrong.
                fields.put(headerName(line) + ":", value);
            }
        }
        return fields;
    }

    private static String headerName(String line) {
        int colon = line.indexOf(':');
        return (colon < 0 ? line : line.substring(0, colon)).strip();
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static String text(MultiMap fields, String name) {
        String value = fields.get(name);
        return value == null ? "" : lineFeeds(value);
    }

    private static String lineFeeds(String text) {
        return text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static String oneLine(String text) {
        return text.replace("\r", "").replace("\n", "");
    }

    private static Map<String, String> formats() {
        Map<String, String> formats = new LinkedHashMap<>();
        formats.put("json", "JSON, for programs");
        formats.put("slack", "Slack, Mattermost, Rocket.Chat");
        formats.put("discord", "Discord");
        formats.put("ntfy", "ntfy");
        formats.put("gotify", "Gotify");
        formats.put(TEMPLATE, "a template of my own");
        return formats;
    }
}
