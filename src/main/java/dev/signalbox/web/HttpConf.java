package dev.signalbox.web;

import dev.signalbox.conf.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The {@code http} settings.
 *
 * @param port 0 lets the system pick one, the same for every instance
 * @param instances event loops that answer requests; at least 1
 * @param allowedHosts host names, lower case, under which browsers may reach the node besides its own addresses
 * @param maxConnections open at once on this node; one more is closed at once
 * @param idleTimeout how long a connection may stay without a complete request
 * @param bodyTimeout how long a request body may take; larger ones earn more by arriving
 * @param bodyBudgetBytes held in request bodies at once on this node; beyond it requests are told to come back
 * @param drainTimeout how long requests in flight may take once the node stops
 */
public record HttpConf(
        String host,
        int port,
        int instances,
        List<String> allowedHosts,
        int maxConnections,
        Duration idleTimeout,
        Duration bodyTimeout,
        long bodyBudgetBytes,
        Duration drainTimeout) {

    public HttpConf {
        allowedHosts = List.copyOf(allowedHosts);
    }

    public static HttpConf from(Settings settings) {
        int instances = settings.number("http.instances", 0, 256);
        return new HttpConf(
                settings.text("http.host"),
                settings.port("http.port"),
                instances == 0 ? Runtime.getRuntime().availableProcessors() : instances,
                settings.list("http.allowed-hosts").stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .toList(),
                settings.number("http.max-connections", 1, 1_000_000),
                settings.duration("http.idle-timeout", Duration.ofMillis(100), Duration.ofDays(1)),
                settings.duration("http.body-timeout", Duration.ofMillis(100), Duration.ofDays(1)),
                settings.bytes("http.body-budget", 1 << 20, 1L << 40),
                settings.duration("http.drain-timeout", Duration.ZERO, Duration.ofMinutes(10)));
    }

    /** Whether only programs on this machine can reach the node. */
    public boolean onLoopback() {
        return Addresses.isLoopback(host);
    }
}
