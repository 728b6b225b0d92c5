package dev.signalbox.triggers;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a webhook goes. Its URL is read more strictly than any client would: what two programs might read differently is
 * refused, because a check of one reading says nothing of the other.
 *
 * @param host lower case, without the brackets of IPv6
 * @param uri what stands in the request line: path and query
 */
record Target(boolean tls, String host, int port, String uri) {

    /** Longer ones are refused by common servers. */
    static final int MAX_URL = 2_048;

    private static final int MAX_NAME = 253;

    /** Such as {@code https://hooks.example.org:8443/a?b=c}. */
    private static final Pattern URL = Pattern.compile("(?i)(https?)://([^/?#]*)([/?][^#]*)?");

    /** Such as {@code example.org:80} and {@code [2001:db8::1]}. */
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::(\\d{1,5}))?");

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

    /** A last label that makes some programs read the whole host as a number: {@code 2130706433}, {@code 0x7f.1}. */
    private static final Pattern NUMERIC = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)");

    /** Such as {@code 192.0.2.1}, but not {@code 192.0.2.01}, which is 1 to some and octal to others. */
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.|$)){4}(?<!\\.)");

    /** @throws TargetException when it is not spelled as it should be */
    static Target parse(String url) {
        if (url.length() > MAX_URL) {
            throw new TargetException("is longer than " + MAX_URL + " characters");
        }
        if (!url.chars().allMatch(Target::plain)) {
            throw new TargetException(
                    "has a character that a URL cannot have; write it with a percent sign and two hexadecimal digits, or"
                            + " an international host name in its xn-- form");
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new TargetException("must be http:// or https://, a host, and a path, without #");
        }
        boolean tls = parts.group(1).equalsIgnoreCase("https");
        String authority = parts.group(2).toLowerCase(Locale.ROOT);
        if (authority.indexOf('@') >= 0) {
            throw new TargetException("has a user; say who you are in a header such as Authorization");
        }
        Matcher place = AUTHORITY.matcher(authority);
        if (!place.matches()) {
            throw new TargetException("has no host that could be read, or no number as port");
        }
        return new Target(tls, host(place.group(1)), port(place.group(2), tls), uri(parts.group(3)));
    }

    /** What is after the host, as it is sent. */
    private static String uri(@Nullable String rest) {
        if (rest == null) {
            return "/";
        }
        return rest.startsWith("?") ? "/" + rest : rest;
    }

    private static int port(@Nullable String digits, boolean tls) {
        if (digits == null) {
            return tls ? 443 : 80;
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new TargetException("has a port that is not from 1 to 65535");
        }
        return port;
    }

    private static String host(String text) {
        if (text.startsWith("[")) {
            String bare = text.substring(1, text.length() - 1);
            if (bare.indexOf(':') < 0 || address(bare) == null) {
                throw new TargetException("has brackets around what is no IPv6 address");
            }
            return bare;
        }
        if (NUMERIC.matcher(text).matches()) {
            if (!IPV4.matcher(text).matches()) {
                throw new TargetException(
                        "has a number as host; write an address as four decimal numbers such as 192.0.2.1");
            }
        } else if (text.length() > MAX_NAME || !NAME.matcher(text).matches()) {
            throw new TargetException("has a host that is not spelled as a name, such as hooks.example.org");
        }
        return text;
    }

    /** The address that the host spells; null when it is a name. */
    @Nullable
    InetAddress literal() {
        return host.indexOf(':') >= 0 || IPV4.matcher(host).matches() ? address(host) : null;
    }

    private static @Nullable InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As in the {@code Host} header: without the port that goes without saying. */
    String authority() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == (tls ? 443 : 80) ? name : name + ":" + port;
    }

    private static boolean plain(int c) {
        return c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0;
    }
}
