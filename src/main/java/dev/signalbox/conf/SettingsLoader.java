package dev.signalbox.conf;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Lays the three sources of settings over each other: the defaults that are packed with the node, a file, and the
 * environment. The defaults are also the list of what may be set.
 */
public final class SettingsLoader {

    private static final String DEFAULTS = "/conf/signalbox.yaml";
    private static final String PREFIX = "SIGNALBOX_";

    /** The variables of the relay in whose place this one stands; ours win over them. */
    private static final Map<String, String> ORIGINAL_VARIABLES = Map.of(
            "livelog.put-port", "LIVELOG_PUT_PORT",
            "livelog.get-port", "LIVELOG_GET_PORT",
            "livelog.access-token", "ACCESS_TOKEN",
            "livelog.tls-cert", "SERVER_CRT_FILE",
            "livelog.tls-key", "SERVER_KEY_FILE");

    /** Read before there are settings: by the launcher, and by the log. */
    private static final Set<String> OTHERS = Set.of("SIGNALBOX_JAVA_OPTS", "SIGNALBOX_LOG_LEVEL");

    /** What Kubernetes gives to every container beside a service that is called signalbox, or signalbox-something. */
    private static final Pattern SERVICE = Pattern.compile("SIGNALBOX_(\\w+_)?"
            + "(SERVICE_(HOST|PORT)(_\\w+)?=.*|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?=.*|PORT=(tcp|udp|sctp)://.*)");

    private final Map<String, Object> values;
    private final List<String> mistakes = new ArrayList<>();

    private SettingsLoader(Map<String, Object> defaults) {
        this.values = defaults;
    }

    /** @param file of the operator; null when there is none */
    public static Settings load(@Nullable Path file, Map<String, String> environment) {
        SettingsLoader loader = new SettingsLoader(defaults());
        if (file != null) {
            loader.file(file);
        }
        loader.environment(environment);
        return new Settings(loader.values, loader.mistakes);
    }

    /** The name under which the environment overrides a setting. */
    public static String variable(String path) {
        return PREFIX + path.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static Map<String, Object> defaults() {
        try (InputStream in = SettingsLoader.class.getResourceAsStream(DEFAULTS)) {
            Map<String, Object> defaults = new TreeMap<>();
            flatten("", yaml().load(in), Map.of(), defaults);
            return defaults;
        } catch (IOException e) {
            throw new IllegalStateException("the packed defaults cannot be read", e);
        }
    }

    private void file(Path file) {
        Map<String, Object> found = new TreeMap<>();
        try (Reader in = Files.newBufferedReader(file)) {
            Object root = yaml().load(in);
            if (root != null && !(root instanceof Map)) {
                mistakes.add(file + ": must be a map of settings, as in conf/signalbox.yaml");
                return;
            }
            flatten("", root == null ? Map.of() : root, values, found);
        } catch (IOException e) {
            mistakes.add(file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        } catch (YAMLException e) {
            mistakes.add(file + ": is not YAML: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        found.forEach((path, value) -> override(path, value, file));
    }

    private void override(String path, Object value, Path file) {
        if (values.containsKey(path)) {
            values.put(path, value);
        } else if (value.equals("") && values.keySet().stream().anyMatch(known -> known.startsWith(path + "."))) {
            // A section of which every line is commented out.
            return;
        } else {
            mistakes.add(path + ": is not a setting (in " + file + ")");
        }
    }

    private void environment(Map<String, String> environment) {
        ORIGINAL_VARIABLES.forEach((path, variable) -> {
            String value = environment.get(variable);
            if (value != null) {
                values.put(path, value);
            }
        });
        Map<String, String> unknown = new TreeMap<>(environment);
        for (String path : List.copyOf(values.keySet())) {
            String value = unknown.remove(variable(path));
            if (value != null) {
                values.put(path, value);
            }
        }
        unknown.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !OTHERS.contains(name) && !isService(name, value)) {
                mistakes.add(name + ": is not a setting (in the environment)");
            }
        });
    }

    private static boolean isService(String name, String value) {
        return SERVICE.matcher(name + "=" + value).matches();
    }

    /** A map stays whole where the defaults have one, since its keys are the operator's. */
    private static void flatten(String path, Object node, Map<String, Object> known, Map<String, Object> into) {
        if (node instanceof Map<?, ?> map && !(map.isEmpty() && !path.isEmpty()) && !(known.get(path) instanceof Map)) {
            map.forEach(
                    (key, value) -> flatten(path.isEmpty() ? "" + key : path + "." + key, nonNull(value), known, into));
        } else if (!path.isEmpty()) {
            into.put(path, node);
        }
    }

    private static Object nonNull(@Nullable Object value) {
        return value == null ? "" : value;
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        // Nothing here repeats itself, and an alias to what it stands in would have no end.
        options.setMaxAliasesForCollections(0);
        return new Yaml(new SafeConstructor(options));
    }
}
