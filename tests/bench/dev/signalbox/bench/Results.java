package dev.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** RESULTS.md: a preface, then one section for each part, each from the run that last recorded it. */
final class Results {

    private static final String HEADING = "## ";

    private Results() {}

    /** Puts this section in place of the one of the same name, and leaves the others as they are. */
    static void record(Path file, String machine, Section section) throws IOException {
        Map<String, String> all = read(Files.readString(file));
        all.put("Machine", HEADING + "Machine\n\n" + machine);
        all.put(section.name(), section.markdown());
        StringBuilder text = new StringBuilder();
        all.values().forEach(each -> text.append(each.strip()).append("\n\n"));
        Files.writeString(file, text.toString().strip() + "\n");
    }

    /** The text of each section under its name, in their order; the preface under the empty name. */
    private static Map<String, String> read(String text) {
        Map<String, String> sections = new LinkedHashMap<>();
        String name = "";
        for (String line : text.split("\n")) {
            if (line.startsWith(HEADING)) {
                name = line.substring(HEADING.length()).strip();
            }
            sections.merge(name, line + "\n", String::concat);
        }
        return sections;
    }
}
