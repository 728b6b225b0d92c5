package dev.signalbox.dashboard;

import dev.signalbox.conf.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The part of the {@code dashboard} settings that the pages read.
 *
 * @param nodeName what the header calls this node
 * @param pageSize events on one page, 1 to 1 000
 * @param monitorHours bars of a monitor, one for each hour, 1 to 336
 */
public record PagesConf(String nodeName, int pageSize, int monitorHours) {

    /** The largest page that the store hands out at once. */
    static final int MAX_PAGE_SIZE = 1_000;

    /** Two weeks; a bar would be narrower than a pixel on a phone beyond that. */
    static final int MAX_MONITOR_HOURS = 336;

    /** Mistakes are noted in {@code settings}. Looks up the host name, so it is to be called at start only. */
    public static PagesConf from(Settings settings) {
        String name = settings.text("dashboard.node-name");
        return new PagesConf(
                name.isEmpty() ? hostName() : name,
                settings.number("dashboard.page-size", 1, MAX_PAGE_SIZE),
                settings.number("dashboard.monitor-hours", 1, MAX_MONITOR_HOURS));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A machine without a name in its own hosts file is common in containers, and no reason not to start.
            return "signalbox";
        }
    }
}
