package dev.signalbox.livelog;

import dev.signalbox.conf.Settings;
import dev.signalbox.web.Addresses;
import dev.signalbox.web.AuthConf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code livelog} settings.
 *
 * @param putPort where producers send; 0 lets the system pick one
 * @param getPort where readers read; 0 lets the system pick one
 * @param accessToken part of the address of every log on the GET port; empty has the node make one and keep it
 * @param tls certificate and key of the GET port; null when it is plain
 * @param instances event loops that serve each of the two ports; at least 1
 * @param maxBytes of one generation
 * @param maxLive generations that may be live at once
 * @param maxConnections open at once on each of the two ports
 * @param idleTimeout how long a producer may send nothing; zero when it may for ever
 * @param keepAge age at which an ended generation is removed
 * @param keepBytes of all ended generations of this node together
 * @param keepGenerations of each stream
 */
public record LivelogConf(
        String putHost,
        int putPort,
        String getHost,
        int getPort,
        String accessToken,
        @Nullable Tls tls,
        int instances,
        long maxBytes,
        int maxLive,
        int maxConnections,
        Duration idleTimeout,
        Duration keepAge,
        long keepBytes,
        int keepGenerations) {

    /** PEM files. */
    public record Tls(Path certificate, Path key) {}

    // What needs no encoding in an address, so that the token is compared as it was sent.
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~-]{0,256}");

    private static final long TIB = 1L << 40;

    public static LivelogConf from(Settings settings) {
        String putHost = settings.text("livelog.put-host");
        if (!Addresses.isLoopback(putHost)) {
            settings.mistake(
                    "livelog.put-host",
                    "is \"" + putHost
                            + "\"; nobody has to say who they are on that port, so it must be a loopback address."
                            + " From other machines, send to /livelog/<stream> on the main port");
        }
        String token = settings.text("livelog.access-token");
        if (!TOKEN.matcher(token).matches()) {
            settings.mistake("livelog.access-token", "may hold only A-Z a-z 0-9 . _ ~ - and at most 256 of them");
        }
        String getHost = settings.text("livelog.get-host");
        if (!token.isEmpty() && token.length() < AuthConf.MIN_TOKEN && !Addresses.isLoopback(getHost)) {
            settings.mistake(
                    "livelog.access-token",
                    "must have at least " + AuthConf.MIN_TOKEN + " characters when livelog.get-host is " + getHost
                            + ", which others can reach; empty has the node make one");
        }
        int instances = settings.number("livelog.instances", 0, 256);
        return new LivelogConf(
                putHost,
                settings.port("livelog.put-port"),
                getHost,
                settings.port("livelog.get-port"),
                token,
                tls(settings),
                instances == 0 ? Runtime.getRuntime().availableProcessors() : instances,
                settings.bytes("livelog.max-bytes", 1, 1024 * TIB),
                settings.number("livelog.max-live", 1, 10_000),
                settings.number("livelog.max-connections", 1, 1_000_000),
                settings.duration("livelog.idle-timeout", Duration.ZERO, Duration.ofDays(365)),
                settings.duration("livelog.keep-age", Duration.ofMinutes(1), Duration.ofDays(36_500)),
                settings.bytes("livelog.keep-bytes", 0, 1024 * TIB),
                settings.number("livelog.keep-generations", 1, 1_000_000));
    }

    private static @Nullable Tls tls(Settings settings) {
        String certificate = settings.text("livelog.tls-cert");
        String key = settings.text("livelog.tls-key");
        if (certificate.isEmpty() != key.isEmpty()) {
            String missing = certificate.isEmpty() ? "livelog.tls-cert" : "livelog.tls-key";
            settings.mistake(missing, "is empty; the certificate and its key must both be given, or neither");
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            return null;
        }
        return new Tls(file(settings, "livelog.tls-cert"), file(settings, "livelog.tls-key"));
    }

    private static Path file(Settings settings, String path) {
        Path file = settings.path(path);
        if (!Files.isReadable(file)) {
            settings.mistake(path, "cannot be read: " + file);
        }
        return file;
    }
}
