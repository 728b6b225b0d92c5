package dev.signalbox.web;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What can be said of a host as it is written, without asking any name server. */
public final class Addresses {

    private Addresses() {}

    /** The address that {@code text} spells, brackets of IPv6 allowed; null when it is a name. */
    static @Nullable InetAddress literal(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean whole =
                bare.indexOf(':') >= 0 || bare.chars().filter(c -> c == '.').count() == 3;
        if (!whole) {
            // Java also reads 10.1 as an address, which people write when they have lost the rest of it.
            return null;
        }
        try {
            return InetAddress.ofLiteral(bare);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    public static boolean isLoopback(String host) {
        InetAddress address = literal(host);
        return address == null ? host.equalsIgnoreCase("localhost") : address.isLoopbackAddress();
    }
}
