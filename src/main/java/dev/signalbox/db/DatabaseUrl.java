package dev.signalbox.db;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One database of one PostgreSQL server, and who we are to it. The password is told by {@link #password()} and
 * {@link #text()} alone: {@link #toString()} may be logged.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param password empty where the server asks for none
 * @param options {@code sslmode} and {@code sslrootcert}, as libpq has them
 */
public record DatabaseUrl(
        String host, int port, String database, String user, String password, Map<String, String> options) {

    private static final int DEFAULT_PORT = 5432;
    private static final Set<String> OPTIONS = Set.of("sslmode", "sslrootcert");
    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    /** For example {@code postgresql://box:p%40ss@[::1]:5432/box?sslmode=require}; host names may hold underscores. */
    private static final Pattern URL = Pattern.compile("postgres(?:ql)?://"
            + "(?<user>[^:@/?]+)(?::(?<password>[^@/?]*))?@"
            + "(?<host>\\[[0-9a-fA-F:.]+]|[^:@/?\\[\\]]+)(?::(?<port>\\d{1,5}))?"
            + "/(?<database>[^/?]+)(?:\\?(?<options>.*))?");

    public DatabaseUrl {
        options = Map.copyOf(options);
    }

    /**
     * Reads a URL whose parts may be percent-encoded.
     *
     * @throws IllegalArgumentException saying what is wrong, never quoting the URL: it may hold a password
     */
    public static DatabaseUrl parse(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new IllegalArgumentException("is not of the form postgresql://user:password@host:port/name"
                    + " (percent-encode the characters : @ / ? of a user name or password)");
        }
        String host = parts.group("host");
        return new DatabaseUrl(
                host.startsWith("[") ? host.substring(1, host.length() - 1) : decoded(host),
                port(parts.group("port")),
                decoded(parts.group("database")),
                decoded(parts.group("user")),
                parts.group("password") == null ? "" : decoded(parts.group("password")),
                options(parts.group("options")));
    }

    /** The same server and user, another database. */
    DatabaseUrl withDatabase(String name) {
        return new DatabaseUrl(host, port, name, user, password, options);
    }

    /** The whole URL with its password, for {@link #parse}. */
    public String text() {
        String where = host.contains(":") ? "[" + host + "]" : encoded(host);
        StringBuilder url = new StringBuilder("postgresql://" + encoded(user) + ":" + encoded(password) + "@" + where);
        url.append(':').append(port).append('/').append(encoded(database));
        char separator = '?';
        for (Map.Entry<String, String> option : new TreeMap<>(options).entrySet()) {
            url.append(separator).append(option.getKey()).append('=').append(encoded(option.getValue()));
            separator = '&';
        }
        return url.toString();
    }

    @Override
    public String toString() {
        return user + " at " + host + ":" + port + "/" + database;
    }

    private static int port(@Nullable String digits) {
        int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("has the port " + port + "; it must be from 1 to 65535");
        }
        return port;
    }

    private static Map<String, String> options(@Nullable String query) {
        Map<String, String> options = new TreeMap<>();
        if (query == null || query.isEmpty()) {
            return options;
        }
        for (String pair : query.split("&", -1)) {
            String name = pair.replaceFirst("=.*", "");
            if (!OPTIONS.contains(name) || name.equals(pair)) {
                throw new IllegalArgumentException("has an option other than sslmode=… and sslrootcert=…");
            }
            options.put(name, decoded(pair.substring(name.length() + 1)));
        }
        String mode = options.getOrDefault("sslmode", "disable");
        if (!SSL_MODES.contains(mode)) {
            throw new IllegalArgumentException(
                    "has a sslmode other than disable, allow, prefer, require, verify-ca" + " and verify-full");
        }
        if (mode.startsWith("verify") && !options.containsKey("sslrootcert")) {
            throw new IllegalArgumentException("needs sslrootcert=<PEM file> for sslmode=" + mode);
        }
        return options;
    }

    private static String decoded(String part) {
        try {
            // A plus sign stands for itself in a URL; only HTML forms make it a space.
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a % that two hexadecimal digits do not follow", e);
        }
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
