package dev.signalbox;

import dev.signalbox.conf.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The settings of {@code conf/signalbox.yaml}, each of which notes when it is looked at. */
final class RecordedSettings {

    static final Path FILE = Path.of("conf", "signalbox.yaml");

    private final Map<String, Object> defaults = new TreeMap<>();
    private final Set<String> read = new TreeSet<>();

    RecordedSettings() throws IOException {
        yaml(FILE)
                .forEach((section, settings) ->
                        ((Map<?, ?>) settings).forEach((name, value) -> defaults.put(section + "." + name, value)));
    }

    /** A YAML file without tags, in which no key may occur twice. */
    static Map<String, Object> yaml(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(Files.readString(file));
    }

    Set<String> paths() {
        return defaults.keySet();
    }

    /** Those that were looked at so far. */
    Set<String> read() {
        return read;
    }

    Settings settings() {
        Map<String, Object> values = new TreeMap<>();
        defaults.forEach((path, value) -> values.put(path, noting(path, value)));
        return new Settings(values);
    }

    private Object noting(String path, Object value) {
        return switch (value) {
            case List<?> items ->
                new AbstractList<Object>() {
                    @Override
                    public Object get(int index) {
                        return items.get(index);
                    }

                    @Override
                    public int size() {
                        read.add(path);
                        return items.size();
                    }
                };
            case Map<?, ?> map ->
                new AbstractMap<Object, Object>() {
                    @Override
                    public Set<Entry<Object, Object>> entrySet() {
                        read.add(path);
                        return Map.<Object, Object>copyOf(map).entrySet();
                    }
                };
            default ->
                new Object() {
                    @Override
                    public String toString() {
                        read.add(path);
                        return value.toString();
                    }
                };
        };
    }
}
