package dev.signalbox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the parts one after the other, each on an idle machine and with a node of its own, and prints what they found. */
public final class Bench {

    private static final List<Part> PARTS = List.of(
            new Single(),
            new Bulk(),
            new Streaming(),
            new Page(),
            new Search(),
            new Livelog(),
            new Matching(),
            new Triggers(),
            new Memory(),
            new Start());

    private Bench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Options options =
                Options.parse(arguments, PARTS.stream().map(Part::name).toList());
        Path work = Files.createTempDirectory(options.directory(), "signalbox-bench-");
        boolean complete = true;
        try (Lab lab = new Lab(options.home(), work, options.quick())) {
            // A signal ends the JVM without the blocks that close things.
            Runtime.getRuntime().addShutdownHook(new Thread(lab::close, "clean-up"));
            for (Part part : PARTS) {
                if (options.wants(part.name())) {
                    Section section = measure(part, lab, options);
                    System.out.println(section.markdown());
                    complete &= section.complete();
                    record(section, options);
                }
            }
        }
        System.exit(complete ? 0 : 1);
    }

    private static void record(Section section, Options options) throws IOException {
        if (options.record()) {
            Path results = options.home().resolve("tests/bench/RESULTS.md");
            Results.record(results, Machine.describe(options.directory()), section);
        }
    }

    private static Section measure(Part part, Lab lab, Options options) throws InterruptedException {
        String state = idle(part.name(), options);
        System.err.println("bench: " + part.name() + " (" + state + ")");
        try {
            List<Row> rows = part.measure(lab);
            return new Section(part.name(), part.title(), state, options, rows, true);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            Row failed = new Row("the part did not finish", Goal.atMost(0, ""), 1, String.valueOf(e.getMessage()), "");
            return new Section(part.name(), part.title(), state, options, List.of(failed), false);
        } finally {
            lab.stopNode();
        }
    }

    /** What else the machine was doing, for the record. Ends the run if that was too much, unless forced. */
    private static String idle(String part, Options options) throws InterruptedException {
        double busy = Machine.busyOnceQuiet(options.force() ? 1 : 60);
        String state = String.format("%.0f %% of the CPUs busy before, load %s", busy * 100, Machine.load());
        if (busy <= Machine.IDLE) {
            return state;
        }
        System.err.println("bench: the machine is not idle: " + state);
        if (!options.force()) {
            System.err.println("bench: nothing measured for " + part + "; --force measures all the same");
            System.exit(1);
        }
        return "NOT IDLE: " + state;
    }
}
