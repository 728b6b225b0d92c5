package dev.signalbox;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * What a test needs from the machine. Where it is missing the test is skipped, unless the build runs with
 * {@code -Dsignalbox.strict=true}: then it fails, so that no machine can go green by lacking something.
 */
public final class Needs {

    private static final String UNIX = "unix://";

    private Needs() {}

    /** A Chromium to drive. */
    public static Path chromium() {
        return program("chromium", "chromium-browser", "google-chrome");
    }

    /** A busybox that needs no library. */
    public static Path busybox() {
        return program("busybox");
    }

    /** The address of a Docker engine that answers, as in {@code DOCKER_HOST}. */
    public static String docker() {
        String host = Objects.requireNonNullElse(System.getenv("DOCKER_HOST"), "unix:///var/run/docker.sock");
        if (host.startsWith(UNIX) && answers(Path.of(host.substring(UNIX.length())))) {
            return host;
        }
        throw missing("a Docker engine at " + host);
    }

    private static Path program(String... names) {
        return Stream.of(names)
                .map(name -> Path.of("/usr/bin", name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing(names[0] + " in /usr/bin"));
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(StandardCharsets.US_ASCII.encode("GET /_ping HTTP/1.0\r\n\r\n"));
            ByteBuffer head = ByteBuffer.allocate(64);
            channel.read(head);
            return StandardCharsets.US_ASCII.decode(head.flip()).toString().contains(" 200 ");
        } catch (IOException e) {
            return false;
        }
    }

    /** What to throw where {@code what} is not there. */
    public static TestAbortedException missing(String what) {
        if (Boolean.getBoolean("signalbox.strict")) {
            throw new AssertionError("this test needs " + what);
        }
        return new TestAbortedException("needs " + what);
    }
}
