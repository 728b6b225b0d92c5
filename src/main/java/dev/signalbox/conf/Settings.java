package dev.signalbox.conf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a node by dotted path, read by type. Nothing here throws on a bad value: each is noted under its path
 * and a stand-in is returned, so that an operator sees every mistake at once. Ask {@link #mistakes()} before using what
 * was read. Not thread-safe.
 */
public final class Settings {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB)?");

    private final Map<String, Object> values;
    private final List<String> mistakes = new ArrayList<>();

    /** @param values scalars, lists and (for open maps) maps, by dotted path */
    public Settings(Map<String, Object> values) {
        this(values, List.of());
    }

    /** @param mistakes already found while the values were gathered */
    Settings(Map<String, Object> values, List<String> mistakes) {
        this.values = new TreeMap<>(values);
        this.mistakes.addAll(mistakes);
    }

    /** What is wrong so far, one sentence each, in the order it was found. */
    public List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    /** Notes what is wrong with a setting. */
    public void mistake(String path, String why) {
        mistakes.add(path + ": " + why);
    }

    /** The value as text; absent and null are the empty text. */
    public String text(String path) {
        Object value = values.get(path);
        return value == null ? "" : value.toString().trim();
    }

    /** One of a fixed set of words. */
    public String word(String path, List<String> words) {
        String word = text(path);
        if (words.contains(word)) {
            return word;
        }
        mistake(path, "is \"" + word + "\"; it must be one of " + String.join(", ", words));
        return words.getFirst();
    }

    public boolean flag(String path) {
        return word(path, List.of("false", "true")).equals("true");
    }

    /** A whole number within bounds, both inclusive. */
    public int number(String path, int min, int max) {
        try {
            int number = Integer.parseInt(text(path));
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one sentence that fits both cases.
        }
        mistake(path, "is \"" + text(path) + "\"; it must be a whole number from " + min + " to " + max);
        return min;
    }

    /** A TCP port; 0 lets the system pick one. */
    public int port(String path) {
        return number(path, 0, 65_535);
    }

    /** A time such as {@code 250ms}, {@code 30s}, {@code 5m}, {@code 48h} or {@code 14d}, within bounds, both inclusive. */
    public Duration duration(String path, Duration min, Duration max) {
        Matcher matcher = DURATION.matcher(text(path));
        if (!matcher.matches()) {
            mistake(path, "is \"" + text(path) + "\"; it must be a number with ms, s, m, h or d, such as 30s");
            return min;
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            mistake(path, "is " + text(path) + "; it must be from " + words(min) + " to " + words(max));
            return min;
        }
        return duration;
    }

    /** A number of bytes such as {@code 65536}, {@code 64KiB}, {@code 16MiB} or {@code 2GiB}, within bounds, both inclusive. */
    public long bytes(String path, long min, long max) {
        Matcher matcher = SIZE.matcher(text(path));
        if (!matcher.matches()) {
            mistake(path, "is \"" + text(path) + "\"; it must be a number of bytes, or one with KiB, MiB or GiB");
            return min;
        }
        long bytes = Long.parseLong(matcher.group(1)) << shift(matcher.group(2));
        if (bytes < min || bytes > max) {
            mistake(path, "is " + text(path) + "; it must be from " + min + " to " + max + " bytes");
            return min;
        }
        return bytes;
    }

    /** A list; in the environment its items are separated by commas. */
    public List<String> list(String path) {
        Object value = values.get(path);
        if (value instanceof List<?> items) {
            if (items.stream().anyMatch(Objects::isNull)) {
                mistake(path, "has an empty item");
            }
            return items.stream().filter(Objects::nonNull).map(Object::toString).toList();
        }
        return text(path).isEmpty() ? List.of() : List.of(text(path).split("\\s*,\\s*"));
    }

    /** An open map, whose keys the operator chooses; in the environment {@code key=value} pairs separated by commas. */
    public Map<String, String> map(String path) {
        Map<String, String> pairs = new TreeMap<>();
        if (values.get(path) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> pairs.put(String.valueOf(key), String.valueOf(value)));
            return pairs;
        }
        for (String pair : list(path)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                mistake(path, "has \"" + pair + "\"; it must be key=value");
            } else {
                pairs.put(
                        pair.substring(0, equals).trim(),
                        pair.substring(equals + 1).trim());
            }
        }
        return pairs;
    }

    /** A path, made absolute against the working directory. It must be given: empty would be that directory itself. */
    public Path path(String path) {
        if (text(path).isEmpty()) {
            mistake(path, "is empty");
        }
        return Path.of(text(path)).toAbsolutePath().normalize();
    }

    /**
     * Builds a configuration record whose constructor refuses nonsense: its message, which names the setting, becomes a
     * mistake.
     *
     * @return null when the record refused
     */
    public <C> @Nullable C build(Supplier<C> record) {
        try {
            return record.get();
        } catch (IllegalArgumentException e) {
            mistakes.add(e.getMessage());
            return null;
        }
    }

    private static int shift(@Nullable String unit) {
        return switch (unit) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            case null, default -> 0;
        };
    }

    private static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 86_400_000 == 0 && millis > 0) {
            return millis / 86_400_000 + "d";
        }
        if (millis % 3_600_000 == 0 && millis > 0) {
            return millis / 3_600_000 + "h";
        }
        if (millis % 60_000 == 0 && millis > 0) {
            return millis / 60_000 + "m";
        }
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }
}
