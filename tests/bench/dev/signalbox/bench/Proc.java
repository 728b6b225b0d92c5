package dev.signalbox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux tells about processes under /proc. */
final class Proc {

    /** Of the clock in which CPU time is told, the same on all Linux systems. */
    private static final double TICKS_PER_SECOND = 100;

    /** Where utime stands behind the name. */
    private static final int FIRST_COUNTER = 11;

    private static final double MB_PER_KIB = 1024 / 1e6;

    private Proc() {}

    /** MB (10^6 bytes), as one of the fields of memory in proc_pid_status(5). */
    static double statusMb(long pid, String field) {
        return field(Path.of("/proc/" + pid + "/status"), field) * MB_PER_KIB;
    }

    /** Of a process and its children, pages shared by several counted in parts. */
    static double proportionalMb(long pid) {
        return MB_PER_KIB
                * family(pid)
                        .mapToLong(member -> field(Path.of("/proc/" + member + "/smaps_rollup"), "Pss"))
                        .sum();
    }

    /** CPU time of a process alone. */
    static double ownSeconds(long pid) {
        return ticks(pid, 2) / TICKS_PER_SECOND;
    }

    /** CPU time of a process, its children, and those of its children that have ended. */
    static double familySeconds(long pid) {
        return family(pid).mapToLong(member -> ticks(member, 4)).sum() / TICKS_PER_SECOND;
    }

    private static Stream<Long> family(long pid) {
        return Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream().flatMap(ProcessHandle::children).map(ProcessHandle::pid));
    }

    /** The sum of so many of utime, stime, cutime, cstime; see proc_pid_stat(5). */
    private static long ticks(long pid, int counters) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        // The name may contain anything, spaces and parentheses too.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        long sum = 0;
        for (int counter = 0; counter < counters && FIRST_COUNTER + counter < fields.length; counter++) {
            sum += Long.parseLong(fields[FIRST_COUNTER + counter]);
        }
        return sum;
    }

    private static long field(Path file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /** Empty for a process that has just ended. */
    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            if (!Files.exists(Path.of("/proc"))) {
                throw new UncheckedIOException(e);
            }
            return "";
        }
    }
}
