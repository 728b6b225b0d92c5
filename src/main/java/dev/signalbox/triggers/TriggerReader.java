package dev.signalbox.triggers;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Severity;
import dev.signalbox.bus.Triggers;
import dev.signalbox.bus.Triggers.Settings;
import dev.signalbox.filter.FieldRegex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the settings of one trigger: a field that is not given stays as it is. Single use, one thread at a time. */
final class TriggerReader {

    private static final int MAX_NAME = 100;

    /** Each is compared with every event. */
    private static final int MAX_VALUES = 64;

    /** As long as an origin may be. */
    private static final int MAX_ORIGIN = 255;

    private static final int MAX_KIND = 64;

    /** A week: what should fire less often is better disabled. */
    private static final int MAX_COOLDOWN_SECONDS = 604_800;

    /** JSON can spell both. */
    private static final String NOT_STORABLE =
            "has a NUL character or half of a surrogate pair, which cannot be stored";

    private final Trigger now;
    private final Settings given;
    private final boolean fresh;
    private final List<Fault.FieldError> errors = new ArrayList<>();

    private String name;
    private Set<Severity> severities;
    private List<String> kinds;
    private List<String> origins;
    private String messageRegex;
    private String url;
    private List<String> secrets;
    private Format format;
    private String template;
    private Map<String, String> headers;
    private int cooldownSeconds;

    /** @param fresh whether {@code now} is not a trigger yet, so that what has no default must be given */
    TriggerReader(Trigger now, Settings given, boolean fresh) {
        this.now = now;
        this.given = given;
        this.fresh = fresh;
        name = now.name();
        severities = now.severities();
        kinds = now.kinds();
        origins = now.origins();
        messageRegex = now.messageRegex();
        url = now.url();
        secrets = now.secrets();
        format = now.format();
        template = now.template();
        headers = now.headers();
        cooldownSeconds = now.cooldownSeconds();
    }

    /** Reads when it fires. */
    void filters() {
        severities = severities();
        kinds = texts("kinds", given.kinds(), kinds, MAX_KIND);
        origins = texts("origins", given.origins(), origins, MAX_ORIGIN);
        messageRegex = regex();
    }

    /** Reads everything else. */
    void action(Payload payload) {
        name = name();
        format = format();
        url = url();
        secrets = secrets();
        headers = headers();
        template = template(payload);
        cooldownSeconds = cooldown();
    }

    /** What the name servers must still be asked about; empty when that is nothing, or the URL is wrong anyway. */
    String urlToCheck() {
        return has("url") || url.equals(now.url()) ? "" : url;
    }

    void wrong(String field, String why) {
        errors.add(new Fault.FieldError(field, why));
    }

    /** @throws FaultException {@link Fault.Invalid} with all that is wrong so far */
    void check() {
        if (!errors.isEmpty()) {
            throw new FaultException(new Fault.Invalid(errors));
        }
    }

    Trigger trigger(UUID id, Instant created, Instant updated) {
        boolean started = Boolean.TRUE.equals(given.enabled())
                // Many programs send all that they read; who wants a stopped trigger to start again sends that alone.
                && (!now.enabled() || (given.name() == null && given.url() == null));
        boolean looked = started || !url.equals(now.url());
        return new Trigger(
                id,
                name,
                Objects.requireNonNullElse(given.enabled(), now.enabled()),
                severities,
                kinds,
                origins,
                messageRegex,
                url,
                secrets,
                format,
                template,
                headers,
                cooldownSeconds,
                created,
                updated,
                looked ? "" : now.stopped(),
                looked ? null : now.failingSince(),
                now.succeeded(),
                now.fired(),
                now.suppressed());
    }

    private Set<Severity> severities() {
        if (given.severities() == null) {
            return severities;
        }
        List<Severity> read = new ArrayList<>();
        for (String word : texts("severities", given.severities(), List.of(), MAX_KIND)) {
            Severity.ofWord(word).ifPresent(read::add);
        }
        if (!has("severities") && read.size() < Set.copyOf(given.severities()).size()) {
            wrong("severities", "may have debug, info, warn, error and critical, and no other word");
        }
        return Set.copyOf(read);
    }

    private List<String> texts(String field, @Nullable List<String> values, List<String> asIs, int longest) {
        if (values == null) {
            return asIs;
        }
        if (values.size() > MAX_VALUES) {
            wrong(field, "has more than " + MAX_VALUES + " values");
            return asIs;
        }
        if (values.stream().anyMatch(value -> value != null && !isStorable(value))) {
            wrong(field, NOT_STORABLE);
            return asIs;
        }
        if (!values.stream().allMatch(value -> fits(value, longest))) {
            wrong(field, "has a value that is empty or longer than " + longest + " characters");
            return asIs;
        }
        return values.stream().distinct().toList();
    }

    private static boolean fits(@Nullable String value, int longest) {
        return value != null && !value.isBlank() && value.codePointCount(0, value.length()) <= longest;
    }

    /** Whether PostgreSQL's text can hold it. */
    private static boolean isStorable(String value) {
        return value.codePoints()
                .noneMatch(
                        point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
    }

    private String regex() {
        String regex = given.messageRegex();
        if (regex == null) {
            return messageRegex;
        }
        if (!isStorable(regex)) {
            wrong(Snapshot.REGEX_FIELD, NOT_STORABLE);
            return messageRegex;
        }
        try {
            if (!regex.isEmpty()) {
                FieldRegex.compile(Snapshot.REGEX_FIELD, regex);
            }
        } catch (FaultException e) {
            if (!(e.fault() instanceof Fault.Invalid invalid)) {
                throw e;
            }
            errors.addAll(invalid.errors());
        }
        return regex;
    }

    private String name() {
        if (given.name() == null) {
            if (fresh) {
                wrong("name", "is missing");
            }
            return name;
        }
        String read = given.name().strip();
        if (!isStorable(read)) {
            wrong("name", NOT_STORABLE);
        } else if (!fits(read, MAX_NAME)) {
            wrong("name", "is empty or longer than " + MAX_NAME + " characters");
        } else if (read.chars().anyMatch(Character::isISOControl)) {
            wrong("name", "has a control character");
        }
        return read;
    }

    private Format format() {
        if (given.format() == null) {
            return format;
        }
        return Format.ofWord(given.format()).orElseGet(() -> {
            wrong("format", "must be json, slack, discord, ntfy, gotify or template");
            return format;
        });
    }

    private String url() {
        if (given.url() == null && fresh) {
            wrong("url", "is missing");
            return url;
        }
        String read = given.url() == null ? url : given.url().strip();
        try {
            String uri = Target.parse(read).uri();
            if (format == Format.NTFY && (uri.equals("/") || uri.startsWith("/?"))) {
                wrong("url", "must end in the topic, such as https://ntfy.sh/mytopic");
            }
        } catch (TargetException e) {
            wrong("url", String.valueOf(e.getMessage()));
        }
        return read;
    }

    private List<String> secrets() {
        String text = given.secret();
        if (text == null || (fresh ? text.isBlank() : text.equals(Triggers.PLACEHOLDER))) {
            return fresh ? List.of(Signer.generate()) : secrets;
        }
        List<String> read = List.of(text.strip().split("\\s+", -1));
        if (read.size() > Signer.MAX_SECRETS || !read.stream().allMatch(Signer::isSecret)) {
            wrong(
                    "secret",
                    "must be " + Signer.PREFIX + " and the base64 of 24 to 64 bytes, or two of these with a space"
                            + " between them, the newer first");
        }
        return read;
    }

    private Map<String, String> headers() {
        List<String> kept = HeaderFields.secretsKept(given.headers(), now.headers());
        // Or whoever may change a trigger, but not read its secrets, could have them sent to a place of their own.
        if (!kept.isEmpty() && isElsewhere()) {
            wrong(
                    "headers",
                    "has secret values that went to another host or port; give them again, or leave them out: "
                            + String.join(", ", kept));
            return headers;
        }
        if (given.headers() == null) {
            return headers;
        }
        try {
            return HeaderFields.read(given.headers(), now.headers(), format);
        } catch (IllegalArgumentException e) {
            wrong("headers", String.valueOf(e.getMessage()));
            return headers;
        }
    }

    /** Whether somebody else listens at the URL than at the one before, or in between, which TLS keeps out. */
    private boolean isElsewhere() {
        if (fresh || has("url") || url.equals(now.url())) {
            return false;
        }
        Target to = Target.parse(url);
        Target from = Target.parse(now.url());
        return !to.host().equals(from.host()) || to.port() != from.port() || to.tls() != from.tls();
    }

    private String template(Payload payload) {
        String read = Objects.requireNonNullElse(given.template(), template);
        if (format != Format.TEMPLATE) {
            if (given.template() != null && !read.isBlank()) {
                wrong("template", "goes with the format template only");
            }
            return "";
        }
        if (read.isBlank()) {
            wrong("template", "is missing, which the format template needs");
        } else if (!isStorable(read)) {
            wrong("template", NOT_STORABLE);
        } else if (!has("headers")) {
            try {
                payload.check(read, headers);
            } catch (PayloadException e) {
                wrong("template", String.valueOf(e.getMessage()));
            }
        }
        return read;
    }

    private int cooldown() {
        if (given.cooldownSeconds() == null) {
            return cooldownSeconds;
        }
        int read = given.cooldownSeconds();
        if (read < 0 || read > MAX_COOLDOWN_SECONDS) {
            wrong("cooldown_seconds", "must be from 0 to " + MAX_COOLDOWN_SECONDS);
        }
        return read;
    }

    private boolean has(String field) {
        return errors.stream().anyMatch(error -> error.field().equals(field));
    }
}
