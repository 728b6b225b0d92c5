package dev.signalbox;

import dev.signalbox.conf.Settings;
import dev.signalbox.conf.SettingsLoader;
import dev.signalbox.node.Node;
import dev.signalbox.node.NodeConf;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command line. */
public final class Signalbox {

    private static final Logger LOGGER = LoggerFactory.getLogger(Signalbox.class);

    /** From sysexits.h: the command was used incorrectly; here also for settings. */
    private static final int EXIT_USAGE = 64;

    private static final int EXIT_FAILED = 1;

    /** The contract allows 10 seconds from the signal to the exit; what is left is for the JVM itself. */
    private static final int STOP_SECONDS = 9;

    private static final String USAGE = """
            Usage: signalbox [serve] [--config FILE]
              serve          run the node in the foreground (what it does without a command)
              --config FILE  settings that differ from conf/signalbox.yaml
              --version      print the version
              --help         print this
            Every setting can also be given in the environment: http.port is SIGNALBOX_HTTP_PORT.
            """;

    private Signalbox() {}

    public static void main(String[] arguments) {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        Path file = null;
        while (!rest.isEmpty()) {
            String argument = rest.remove();
            switch (argument) {
                case "serve" -> {}
                case "--help", "-h" -> exit(0, USAGE);
                case "--version" -> exit(0, "signalbox " + Node.version() + "\n");
                case "--config" -> file = configFile(rest);
                default -> exit(EXIT_USAGE, "signalbox: unknown argument \"" + argument + "\"\n" + USAGE);
            }
        }
        serve(file);
    }

    private static Path configFile(Deque<String> rest) {
        if (rest.isEmpty()) {
            exit(EXIT_USAGE, "signalbox: --config needs a file\n" + USAGE);
        }
        return Path.of(rest.remove());
    }

    private static void serve(@Nullable Path file) {
        Settings settings = SettingsLoader.load(file, System.getenv());
        NodeConf conf = NodeConf.from(settings);
        if (!settings.mistakes().isEmpty()) {
            exit(EXIT_USAGE, String.join("\n", settings.mistakes()) + "\n");
        }
        Node node = new Node(conf);
        // Registered before the start, so that a signal while the database is still starting stops it, too.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node), "stop"));
        try {
            String address = node.start().await();
            System.out.println("signalbox ready " + address);
        } catch (Exception e) {
            // Await throws what failed as it is, checked exceptions such as a port in use included.
            LOGGER.atError().setCause(e).log("the node could not start");
            System.err.println("signalbox: " + e.getMessage());
            System.exit(EXIT_FAILED);
        }
    }

    private static void stop(Node node) {
        try {
            node.stop().await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            LOGGER.atError().setCause(e).log("the node did not stop cleanly");
            Runtime.getRuntime().halt(EXIT_FAILED);
        }
        // A JVM that ends by a signal reports the signal; having done what the signal asked for is a success.
        Runtime.getRuntime().halt(node.failed() ? EXIT_FAILED : 0);
    }

    private static void exit(int status, String words) {
        (status == 0 ? System.out : System.err).print(words);
        System.exit(status);
    }
}
