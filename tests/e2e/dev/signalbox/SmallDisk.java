package dev.signalbox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own that can be filled to the last byte without hurting anybody. Needs root. */
final class SmallDisk implements AutoCloseable {

    private final Path root;

    private SmallDisk(Path root) {
        this.root = root;
    }

    /** Mounts one over this directory, or skips the test where that is not allowed. */
    static SmallDisk mount(Path directory, int megabytes) throws IOException {
        int code = run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", directory.toString());
        if (code != 0) {
            throw Needs.missing("the right to mount a file system");
        }
        return new SmallDisk(directory);
    }

    /** Leaves no byte free, for the moment: what is removed afterwards is free again. */
    void fill() {
        byte[] block = new byte[1 << 16];
        for (int size = block.length; size > 0; size /= 16) {
            try (OutputStream out = Files.newOutputStream(root.resolve("filler." + size))) {
                while (true) {
                    out.write(block, 0, size);
                }
            } catch (IOException e) {
                // No space left for this much; a smaller piece may still fit.
            }
        }
    }

    void free() throws IOException {
        for (int size = 1 << 16; size > 0; size /= 16) {
            Files.deleteIfExists(root.resolve("filler." + size));
        }
    }

    @Override
    public void close() throws IOException {
        // Lazily, since a process that is about to end may still have a file open.
        if (run("umount", "--lazy", root.toString()) != 0) {
            throw new IOException(root + " cannot be unmounted");
        }
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
