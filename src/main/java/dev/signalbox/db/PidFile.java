package dev.signalbox.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What a postmaster wrote about itself. It says nothing about whether that postmaster still lives: the file outlasts a
 * kill, and its number may by now belong to another process.
 *
 * @param port 0 until the server listens
 * @param ready whether it accepts connections
 */
record PidFile(long pid, int port, boolean ready) {

    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** The file's contents, or null if it is not there or was not completely written. */
    static @Nullable PidFile read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return new PidFile(
                    Long.parseLong(lines.getFirst().trim()),
                    lines.size() > PORT_LINE
                            ? Integer.parseInt(lines.get(PORT_LINE).trim())
                            : 0,
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).trim().equals("ready"));
        } catch (IOException | NumberFormatException | NoSuchElementException e) {
            return null;
        }
    }

    /**
     * Whether the process with this number is a server of that cluster: a postmaster works in its data directory, while
     * a stranger does not, and a dead process nobody waited for works nowhere.
     */
    boolean servesFrom(Path cluster) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(pid), "cwd"), cluster);
        } catch (IOException e) {
            return false;
        }
    }
}
