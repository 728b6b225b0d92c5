package dev.signalbox.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the programs of PostgreSQL. They refuse root; where we are root, they run in a user namespace of their own, in
 * which they are nobody while the files they make are still ours. Blocking.
 */
final class PostgresTools {

    /** How much of what a program said is worth repeating to the operator. */
    private static final int LAST_LINES = 4;

    private final Path binaries;
    private final List<String> prefix;

    private PostgresTools(Path binaries, List<String> prefix) {
        this.binaries = binaries;
        this.prefix = prefix;
    }

    /**
     * Tools that are known to run.
     *
     * @throws DatabaseException if they do not, as where root may not make a user namespace
     */
    static PostgresTools in(Path binaries) {
        boolean root = isRoot();
        PostgresTools tools = new PostgresTools(binaries, root ? List.of("unshare", "-U") : List.of());
        try {
            tools.run("initdb", Duration.ofSeconds(20), "--version");
        } catch (DatabaseException e) {
            String why = root
                    ? "PostgreSQL does not run as root, and no user namespace can be made for it here; "
                            + "start Signalbox as an ordinary user, or set database.url"
                    : "the embedded PostgreSQL does not run here; set database.url";
            throw new DatabaseException(why + " (" + e.getMessage() + ")", e);
        }
        return tools;
    }

    /**
     * Runs one program to its end.
     *
     * @throws DatabaseException if it fails or exceeds the limit (it is killed then), with the last it said
     */
    void run(String program, Duration limit, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            // A file and not a pipe: whoever inherits a pipe could keep us reading after the program itself ended.
            Path output = binaries.resolve(program + ".out");
            await(program, start(command, output), limit, output);
        } catch (IOException e) {
            throw new DatabaseException(program + " cannot be run: " + e.getMessage(), e);
        }
    }

    private static Process start(List<String> command, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        // The server keeps this environment for life: nothing in it may bend its settings or translate its messages.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        return builder.start();
    }

    private static void await(String program, Process process, Duration limit, Path output) throws IOException {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DatabaseException(program + " took longer than " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(program + " was given up, because the node stops", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new DatabaseException(program + " failed: " + lastLines(output));
        }
    }

    /** The end of a file, in one line. */
    static String lastLines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join(" / ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
