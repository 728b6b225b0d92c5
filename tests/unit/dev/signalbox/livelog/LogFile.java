package dev.signalbox.livelog;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The bytes of a log, and what is true of their lines as the plainest of code finds it. */
record LogFile(byte[] bytes) {

    /** Long lines and empty ones, some across stretches, with or without a newline at the end. */
    static LogFile random(Random random, int length) {
        byte[] bytes = new byte[length];
        int mean = 1 + random.nextInt(random.nextBoolean() ? 40 : 200_000);
        for (int i = 0; i < length; i++) {
            bytes[i] = random.nextInt(mean) == 0 ? (byte) '\n' : (byte) "abcABC xyz".charAt(random.nextInt(10));
        }
        if (length > 0 && random.nextBoolean()) {
            bytes[length - 1] = '\n';
        }
        return new LogFile(bytes);
    }

    FileChannel in(Path directory) throws IOException {
        return FileChannel.open(Files.write(directory.resolve("log"), bytes), StandardOpenOption.READ);
    }

    /** Where each line begins, up to a length. */
    List<Integer> starts(int length) {
        List<Integer> starts = new ArrayList<>();
        if (length > 0) {
            starts.add(0);
        }
        for (int i = 0; i < length - 1; i++) {
            if (bytes[i] == '\n') {
                starts.add(i + 1);
            }
        }
        return starts;
    }
}
