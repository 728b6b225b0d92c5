package dev.signalbox.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What one part found, as it goes into RESULTS.md.
 *
 * @param state how busy the machine was before
 * @param complete whether the part came to its end
 */
record Section(String name, String title, String state, Options options, List<Row> rows, boolean complete) {

    String markdown() {
        StringBuilder text = new StringBuilder("## " + name + "\n\n" + title + "\n\n");
        text.append("`tests/bench/run ")
                .append(options.quick() ? "--quick " : "")
                .append(name)
                .append("`, ");
        text.append(Instant.now().truncatedTo(ChronoUnit.MINUTES))
                .append(", commit ")
                .append(Machine.commit());
        text.append("; ").append(state).append(".\n");
        if (options.quick()) {
            text.append("**A quick run: it proves that the script works, its figures say nothing.**\n");
        }
        text.append("\n| what | goal | result | | peers measured |\n|---|---|---|---|---|\n");
        rows.forEach(row -> text.append(row.markdown()));
        return text.toString();
    }
}
