package dev.signalbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sends signals that Java cannot. */
final class Signals {

    private Signals() {}

    /** Processes that are gone already are passed over. */
    static void send(String name, long... pids) {
        if (pids.length == 0) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        Arrays.stream(pids).mapToObj(Long::toString).forEach(command::add);
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
