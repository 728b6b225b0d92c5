package dev.signalbox.livelog;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the bytes are: {@code <data.dir>/livelog/<stream>/<generation>.log}, as they came, so that standard tools read
 * them too. Everything here blocks.
 */
final class LogFiles {

    private static final Logger LOGGER = LoggerFactory.getLogger(LogFiles.class);

    private final Path root;
    /** Held while a stream's directory comes or goes, so that none goes between its making and its first file. */
    private final Object directories = new Object();

    LogFiles(Path dataDir) {
        this.root = dataDir.resolve("livelog");
    }

    Path path(LogKey key) {
        return directory(key).resolve(key.generation() + ".log");
    }

    private Path directory(LogKey key) {
        return root.resolve(key.stream());
    }

    /** A new, empty file whose name is durable. */
    FileChannel create(LogKey key) throws IOException {
        Path path = path(key);
        FileChannel file;
        synchronized (directories) {
            Files.createDirectories(directory(key));
            file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        }
        force(directory(key));
        force(root);
        return file;
    }

    /**
     * An existing file, to be continued at {@code length}: what a failed write left behind it was never answered for.
     *
     * @throws EOFException when it is shorter than that
     */
    FileChannel append(LogKey key, long length) throws IOException {
        FileChannel file = FileChannel.open(path(key), StandardOpenOption.WRITE);
        if (file.size() < length) {
            file.close();
            throw new EOFException("the file of " + key + " is shorter than the " + length + " bytes it had");
        }
        return file.truncate(length).position(length);
    }

    FileChannel read(LogKey key) throws IOException {
        return FileChannel.open(path(key), StandardOpenOption.READ);
    }

    /** The length; 0 when there is no such file. */
    long size(LogKey key) throws IOException {
        Path path = path(key);
        return Files.exists(path) ? Files.size(path) : 0;
    }

    /** Who reads it still can: the system keeps the bytes until the last reader has closed the file. */
    void delete(LogKey key) throws IOException {
        Path path = path(key);
        synchronized (directories) {
            Files.deleteIfExists(path);
            try {
                Files.deleteIfExists(directory(key));
            } catch (DirectoryNotEmptyException e) {
                LOGGER.atDebug().addKeyValue("stream", key.stream()).log("other generations are kept");
            }
        }
    }

    /** Nothing depends on the outcome: what had to be durable was forced before. */
    static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            LOGGER.atWarn().setCause(e).log("a live log's file could not be closed");
        }
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel handle = FileChannel.open(directory, StandardOpenOption.READ)) {
            handle.force(true);
        }
    }
}
