package dev.signalbox.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The command line.
 *
 * @param home the repository
 * @param directory where data directories are made; on a disk, or durability costs nothing
 * @param parts those asked for; empty means all
 * @param quick proves that the parts work, in seconds; the figures say nothing
 * @param force measures on a busy machine, too
 */
record Options(Path home, Path directory, Set<String> parts, boolean quick, boolean force, boolean record) {

    static Options parse(String[] arguments, List<String> known) {
        Path directory = Path.of("/var/tmp");
        Set<String> parts = new LinkedHashSet<>();
        Set<String> flags = new LinkedHashSet<>();
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String argument = rest.remove();
            switch (argument) {
                case "--quick", "--force", "--record" -> flags.add(argument);
                case "--dir" -> directory = Path.of(rest.remove());
                default -> parts.add(part(argument, known));
            }
        }
        return new Options(
                Path.of("").toAbsolutePath(),
                directory,
                parts,
                flags.contains("--quick"),
                flags.contains("--force"),
                flags.contains("--record"));
    }

    boolean wants(String part) {
        return parts.isEmpty() || parts.contains(part);
    }

    private static String part(String argument, List<String> known) {
        if (!known.contains(argument)) {
            System.err.println("usage: tests/bench/run [--quick] [--force] [--record] [--dir DIRECTORY] ["
                    + String.join("|", known) + "]…");
            System.exit(64);
        }
        return argument;
    }
}
