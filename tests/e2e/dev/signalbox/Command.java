package dev.signalbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How the built node is started: with the Java and the flags of the launcher, which would also build, and one more. */
final class Command {

    static final Path JAR = Path.of("target", "signalbox.jar").toAbsolutePath();
    static final Path OPTIONS = Path.of("conf", "jvm.options").toAbsolutePath();
    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final long END_SECONDS = 60;

    /** What a node also takes from the environment, for the sake of those who come from the original relay. */
    private static final Set<String> ORIGINAL =
            Set.of("LIVELOG_PUT_PORT", "LIVELOG_GET_PORT", "ACCESS_TOKEN", "SERVER_CRT_FILE", "SERVER_KEY_FILE");

    private Command() {}

    /** What a run that ended had to say. */
    record Ended(int code, String out, String err) {}

    /** A node in this environment, and in no other setting of whoever runs the tests. */
    static ProcessBuilder node(Map<String, String> environment, String... arguments) {
        if (!Files.isRegularFile(JAR)) {
            throw new IllegalStateException(
                    JAR + " is not there; these tests run in mvn verify, which builds it first");
        }
        List<String> command = new ArrayList<>();
        command.add(JAVA.toString());
        command.add("@" + OPTIONS);
        command.addAll(List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + FirstStart.archive()));
        // These nodes live for seconds: what the better compiler would make of them comes too late and takes most of
        // the CPUs.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("SIGNALBOX_") || ORIGINAL.contains(name));
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs a node that ends by itself. */
    static Ended run(Path directory, Map<String, String> environment, String... arguments) {
        try {
            Path out = Files.createTempFile(directory, "run", ".out");
            Path err = Files.createTempFile(directory, "run", ".err");
            Process process = node(environment, arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try {
                if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                    throw new AssertionError("still runs after " + END_SECONDS + " s\n" + Files.readString(err));
                }
            } finally {
                process.destroyForcibly();
            }
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
