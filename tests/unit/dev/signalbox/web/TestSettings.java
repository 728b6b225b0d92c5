package dev.signalbox.web;

import dev.signalbox.conf.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The shipped defaults with some values changed, so that a default which does not parse fails here first. */
final class TestSettings {

    private TestSettings() {}

    static Settings with(Map<String, Object> changed) {
        Map<String, Object> values = new HashMap<>();
        for (String section : List.of("http", "auth", "owner")) {
            Map<String, Object> defaults = section(section);
            defaults.forEach((name, value) -> values.put(section + "." + name, value));
        }
        values.putAll(changed);
        return new Settings(values);
    }

    private static Map<String, Object> section(String name) {
        try (InputStream in = TestSettings.class.getClassLoader().getResourceAsStream("conf/signalbox.yaml")) {
            Map<String, Map<String, Object>> all = new Yaml().load(in);
            return all.get(name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
