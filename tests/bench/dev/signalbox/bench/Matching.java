package dev.signalbox.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Matching events against triggers. Runs the node's own classes in a machine as the node has, without the node. */
final class Matching implements Part {

    private static final Path LOAD = Path.of("tests/bench/dev/signalbox/triggers/MatchingLoad.java");
    private static final int SIZE = 1_000;

    @Override
    public String name() {
        return "matching";
    }

    @Override
    public String title() {
        return "Events of about 200 bytes matched against triggers of which few match, on one thread: events for each"
                + " second of CPU time of the whole JVM, five runs after a warm-up. Events are parsed anew for each run,"
                + " which is not counted.";
    }

    @Override
    public List<Row> measure(Lab lab) throws IOException, InterruptedException {
        Path events = lab.work().resolve("events.ndjson");
        write(new Lines(9).bodies(lab.pick(200, 20), SIZE), events);
        Path classes = compiled(lab);
        List<Row> rows = new ArrayList<>();
        Goal goal = Goal.atLeast(1_000_000, "/s");
        rows.add(row(lab, "100 triggers with filters alone", goal, "filters", classes, events));
        rows.add(row(lab, "100 with an expression alone, which has a literal", goal, "regexes", classes, events));
        rows.add(row(lab, "100, a third each: filters, an expression, both", goal, "mixed", classes, events));
        rows.add(row(lab, "1 000 with an expression alone", Goal.NONE, "many", classes, events));
        return rows;
    }

    private static void write(List<ByteBuffer> bodies, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer body : bodies) {
                while (body.hasRemaining()) {
                    channel.write(body);
                }
            }
        }
    }

    /** Compiled to a directory, because the classes it measures are visible in their own package and class loader alone. */
    private static Path compiled(Lab lab) throws IOException {
        Path classes = Files.createDirectories(lab.work().resolve("classes"));
        String source = lab.home().resolve(LOAD).toString();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", classes.toString(), "-cp", nodeClasses(lab), source);
        if (failed != 0) {
            throw new IOException(LOAD + " does not compile");
        }
        return classes;
    }

    private static String nodeClasses(Lab lab) {
        return lab.home().resolve("target/signalbox.jar") + ":" + lab.home().resolve("target/lib/*");
    }

    private static Row row(Lab lab, String what, Goal goal, String kind, Path classes, Path events)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + lab.home().resolve("conf/jvm.options"),
                        "-cp",
                        classes + ":" + nodeClasses(lab),
                        "dev.signalbox.triggers.MatchingLoad",
                        kind,
                        events.toString(),
                        Integer.toString(lab.pick(5, 2)),
                        Integer.toString(lab.pick(4_000_000, 200_000)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor() != 0 || answer.isEmpty()) {
            throw new IOException("the run of " + kind + " did not finish");
        }
        // Such as "0.013 1203100.5 1221045.1": the share of events that matched, then each run.
        double[] figures =
                Stream.of(answer.split(" ")).mapToDouble(Double::parseDouble).toArray();
        String share = ", " + Row.number(figures[0] * 100) + " % of events match";
        return Row.ofRuns(what + share, goal, DoubleStream.of(figures).skip(1).toArray(), "/s", "");
    }
}
