package dev.signalbox.web;

import dev.signalbox.conf.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The {@code owner} settings: how the sender of an event gets its name.
 *
 * @param proxyHeader the header in which a trusted proxy names the sender; empty asks no header
 * @param proxies from where alone {@code proxyHeader} is believed
 * @param tailscaleSocket where tailscaled listens; empty never asks it
 * @param names names by address
 * @param reverseDns whether the name servers are asked for the name of an address
 * @param local the name of senders on this machine; empty is the machine's own host name
 * @param timeout how long an event may wait for a name before it is stored under the address
 * @param cacheTtl how long a name is kept
 * @param cacheSize names kept by each web instance
 */
public record OwnerConf(
        String proxyHeader,
        List<Cidr> proxies,
        String tailscaleSocket,
        Map<String, String> names,
        boolean reverseDns,
        String local,
        Duration timeout,
        Duration cacheTtl,
        int cacheSize) {

    public OwnerConf {
        proxies = List.copyOf(proxies);
        names = Map.copyOf(names);
    }

    public static OwnerConf from(Settings settings) {
        OwnerConf conf = new OwnerConf(
                settings.text("owner.proxy-header"),
                Cidr.list(settings, "owner.proxies"),
                settings.text("owner.tailscale-socket"),
                settings.map("owner.names"),
                settings.flag("owner.reverse-dns"),
                settings.text("owner.local"),
                settings.duration("owner.timeout", Duration.ofMillis(1), Duration.ofSeconds(10)),
                settings.duration("owner.cache-ttl", Duration.ofSeconds(1), Duration.ofDays(1)),
                settings.number("owner.cache-size", 16, 1_000_000));
        conf.check(settings);
        return conf;
    }

    private void check(Settings settings) {
        if (!proxyHeader.isEmpty() && proxies.isEmpty()) {
            settings.mistake("owner.proxies", "must name the proxy's address when owner.proxy-header is set");
        }
        for (String address : names.keySet()) {
            if (Addresses.literal(address) == null) {
                settings.mistake("owner.names", "has \"" + address + "\"; it must be an IP address");
            }
        }
    }
}
