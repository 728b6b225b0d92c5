package dev.signalbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What the first start of a node leaves behind: the class archive that the launcher has made after a build, and a data
 * directory. To unpack PostgreSQL, make a database and read every class from a jar takes ten seconds of processor, which
 * dozens of nodes would spend before they come to what their test is about. So one node does it in earnest, once for each
 * jar and for all test runs, and the others begin with a copy.
 */
public final class FirstStart {

    private static final Path HOME = Path.of("target", "first-start").toAbsolutePath();
    private static final Path ARCHIVE = HOME.resolve("signalbox.jsa");
    private static final Path DATA = HOME.resolve("data");

    /** PostgreSQL's, beside the data because they are not copied but linked: nobody writes to them. */
    private static final Path PROGRAMS = HOME.resolve("programs");

    /** By which one node knows its live logs from those of another. */
    private static final Path IDENTITY = DATA.resolve("livelog-identity");

    private static boolean made;

    private FirstStart() {}

    /** For {@code -XX:SharedArchiveFile}. */
    static Path archive() {
        make();
        return ARCHIVE;
    }

    /** Makes a data directory, which must not be there. */
    public static void copyTo(Path dataDir) {
        make();
        try {
            Files.createDirectories(dataDir.resolveSibling(""));
            run("cp", "-a", DATA.toString(), dataDir.toString());
            boolean sameDisk = Files.getFileStore(PROGRAMS).equals(Files.getFileStore(dataDir));
            run("cp", sameDisk ? "-al" : "-a", PROGRAMS + "/.", dataDir.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized void make() {
        if (made) {
            return;
        }
        try {
            Files.createDirectories(HOME);
            try (FileChannel channel = FileChannel.open(
                            HOME.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                Path finished = HOME.resolve("finished");
                String jar = Files.getLastModifiedTime(Command.JAR).toString();
                if (!Files.exists(finished) || !Files.readString(finished).equals(jar)) {
                    start();
                    Files.writeString(finished, jar);
                }
            }
            made = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start() throws IOException {
        run("rm", "-rf", DATA.toString(), PROGRAMS.toString(), ARCHIVE.toString());
        run(
                "env",
                "JAVA=" + Command.JAVA,
                "docker/archive",
                Command.JAR.toString(),
                Command.OPTIONS.toString(),
                ARCHIVE.toString(),
                DATA.toString());
        run("rm", "-r", IDENTITY.toString());
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(DATA, "postgresql-*")) {
            Path version = versions.iterator().next();
            Path programs = Files.createDirectories(PROGRAMS.resolve(version.getFileName()));
            for (String part : List.of("bin", "lib", "share")) {
                Files.move(version.resolve(part), programs.resolve(part));
            }
        }
    }

    private static void run(String... command) throws IOException {
        Path output = Files.createTempFile(HOME, "output", "");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(List.of(command) + " failed: " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Files.delete(output);
    }
}
