package dev.signalbox.triggers;

import dev.signalbox.bus.Triggers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers that an operator adds to a webhook. Values that look secret are written, but never read back. */
final class HeaderFields {

    static final int MAX_HEADERS = 20;
    private static final int MAX_VALUE = 2_048;

    /** RFC 9110, 5.6.2. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");

    /** What is visible, and spaces between it; no other bytes, on whose meaning receivers differ. */
    private static final Pattern VALUE = Pattern.compile("[!-~]([ \\t!-~]*[!-~])?");

    /** They say how the request is framed, where it goes, and who vouches for it: the node's to say. */
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "date",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "via");

    private static final Pattern RESERVED_PREFIX = Pattern.compile("(webhook-|proxy-|x-hub-signature).*");

    /** Anywhere in a name: better to hide what is harmless than to show what is not. */
    private static final Pattern SECRET =
            Pattern.compile("auth|bearer|cookie|credential|jwt|key|login|pass|private|pwd|secret|session|sig|token");

    private HeaderFields() {}

    /** A copy whose secret values are the placeholder. */
    static Map<String, String> shown(Map<String, String> headers) {
        Map<String, String> shown = new TreeMap<>(headers);
        shown.replaceAll((name, value) -> isSecret(name) ? Triggers.PLACEHOLDER : value);
        return shown;
    }

    /**
     * @param given null values and all
     * @param now what a placeholder stands for
     * @throws IllegalArgumentException with what is wrong
     */
    static Map<String, String> read(Map<String, @Nullable String> given, Map<String, String> now, Format format) {
        if (given.size() > MAX_HEADERS) {
            throw new IllegalArgumentException("must be at most " + MAX_HEADERS);
        }
        Map<String, String> known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        known.putAll(now);
        Map<String, String> read = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        given.forEach((name, value) -> {
            check(name, format);
            if (read.put(name, value(name, value, known)) != null) {
                throw new IllegalArgumentException("has " + name + " twice");
            }
        });
        return new LinkedHashMap<>(read);
    }

    /**
     * The secret ones that stay as they are, though nobody has said what they are.
     *
     * @param given null when none are, so that all stay
     */
    static List<String> secretsKept(@Nullable Map<String, @Nullable String> given, Map<String, String> now) {
        return given == null
                ? now.keySet().stream().filter(HeaderFields::isSecret).sorted().toList()
                : given.entrySet().stream()
                        .filter(header -> Triggers.PLACEHOLDER.equals(header.getValue()))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
    }

    private static void check(String name, Format format) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("has \"" + Ellipsis.cut(Ellipsis.line(name), 64)
                    + "\"; a name has up to 64 letters, digits and hyphens");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(lower) || RESERVED_PREFIX.matcher(lower).matches()) {
            throw new IllegalArgumentException("has " + name + ", which the node sets itself");
        }
        if (lower.equals("content-type") && format != Format.TEMPLATE) {
            throw new IllegalArgumentException("has " + name + ", which goes with the format template only");
        }
    }

    private static String value(String name, @Nullable String value, Map<String, String> known) {
        if (Triggers.PLACEHOLDER.equals(value)) {
            String old = known.get(name);
            if (old == null) {
                throw new IllegalArgumentException("has the placeholder for " + name + ", which has no value yet");
            }
            return old;
        }
        if (value == null || value.length() > MAX_VALUE || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("has a value for " + name + " that is empty, longer than " + MAX_VALUE
                    + " characters, or not plain ASCII on one line");
        }
        return value;
    }

    private static boolean isSecret(String name) {
        return SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
    }
}
