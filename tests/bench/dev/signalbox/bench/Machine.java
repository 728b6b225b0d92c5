package dev.signalbox.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the figures were measured on, and whether it had nothing else to do. Linux only. */
final class Machine {

    /** Busier than this before a part starts, and the part measures the neighbours as well. */
    static final double IDLE = 0.05;

    private Machine() {}

    /** The share of all CPUs that was used in the last second, waited for to fall below {@link #IDLE}. */
    static double busyOnceQuiet(int seconds) throws InterruptedException {
        double busy = 1;
        for (int second = 0; second < seconds && busy > IDLE; second++) {
            long[] before = ticks();
            Thread.sleep(1_000);
            long[] after = ticks();
            busy = 1 - (double) (after[0] - before[0]) / (after[1] - before[1]);
        }
        return busy;
    }

    static String load() {
        return text(Path.of("/proc/loadavg")).split(" ")[0];
    }

    static String commit() {
        return output("git", "rev-parse", "--short", "HEAD")
                + (output("git", "status", "--porcelain", "src", "conf", "sql", "pom.xml")
                                .isEmpty()
                        ? ""
                        : " + changes");
    }

    static String describe(Path work) throws IOException {
        long memory = Long.parseLong(text(Path.of("/proc/meminfo")).replaceAll("(?s)MemTotal: *(\\d+).*", "$1"));
        return String.format(
                """
                | | |
                |---|---|
                | CPUs | %d × %s |
                | memory | %.1f GiB |
                | kernel | %s |
                | data on | %s |
                | Java | %s |
                | load generator | on the same CPUs: wrk, or Java where the part says so |
                """,
                Runtime.getRuntime().availableProcessors(),
                text(Path.of("/proc/cpuinfo")).replaceAll("(?s).*?model name\\s*: ([^\\n]*).*", "$1"),
                memory / 1048576.0,
                System.getProperty("os.version"),
                Files.getFileStore(work).type(),
                System.getProperty("java.vendor.version") + " " + System.getProperty("java.runtime.version"));
    }

    /** Idle and all ticks of all CPUs since boot. */
    private static long[] ticks() {
        String line = text(Path.of("/proc/stat")).lines().findFirst().orElseThrow();
        long[] fields = Arrays.stream(line.split(" +"))
                .skip(1)
                .mapToLong(Long::parseLong)
                .toArray();
        // The last two are contained in the first two.
        return new long[] {fields[3] + fields[4], Arrays.stream(fields).limit(8).sum()};
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException("only Linux tells what is asked here: " + e, e);
        }
    }

    private static String output(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command)).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
