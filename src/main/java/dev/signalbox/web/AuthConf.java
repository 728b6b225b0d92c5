package dev.signalbox.web;

import dev.signalbox.conf.Settings;
import java.util.List;
import java.util.Locale;

/**
 * The {@code auth} settings: how a caller proves that it may come in.
 *
 * @param token in mode {@link Mode#TOKEN}, at least {@value #MIN_TOKEN} characters
 * @param proxies in mode {@link Mode#PROXY}, from where alone requests are taken
 * @param proxyHeader in mode {@link Mode#PROXY}, the header in which the proxy names the user it has authenticated
 */
public record AuthConf(Mode mode, String token, List<Cidr> proxies, String proxyHeader) {

    /** Sixteen characters are beyond guessing over a network even when they are hexadecimal digits. */
    public static final int MIN_TOKEN = 16;

    /** Ways to prove it. */
    public enum Mode {
        /** Whoever can connect; only on a loopback address. */
        OPEN,
        /** A shared secret. */
        TOKEN,
        /** A machine that the local tailscaled knows. */
        TAILNET,
        /** A user whom a reverse proxy has authenticated. */
        PROXY
    }

    public AuthConf {
        proxies = List.copyOf(proxies);
    }

    public static AuthConf from(Settings settings, HttpConf http) {
        String word = settings.word("auth.mode", List.of("open", "token", "tailnet", "proxy"));
        Mode mode = Mode.valueOf(word.toUpperCase(Locale.ROOT));
        AuthConf conf = new AuthConf(
                mode,
                settings.text("auth.token"),
                Cidr.list(settings, "auth.proxies"),
                settings.text("auth.proxy-header"));
        conf.check(settings, http);
        return conf;
    }

    private void check(Settings settings, HttpConf http) {
        if (mode == Mode.OPEN && !http.onLoopback()) {
            settings.mistake(
                    "http.host",
                    "is " + http.host() + " but auth.mode is open: only a loopback address needs no authentication;"
                            + " set auth.mode to token, tailnet or proxy");
        }
        if (mode == Mode.TOKEN && token.length() < MIN_TOKEN) {
            settings.mistake("auth.token", "must have at least " + MIN_TOKEN + " characters when auth.mode is token");
        }
        if (mode == Mode.TAILNET && settings.text("owner.tailscale-socket").isEmpty()) {
            settings.mistake("owner.tailscale-socket", "must be set when auth.mode is tailnet");
        }
        if (mode == Mode.PROXY && proxies.isEmpty()) {
            settings.mistake("auth.proxies", "must name the proxy's address when auth.mode is proxy");
        }
        if (mode == Mode.PROXY && proxyHeader.isEmpty()) {
            settings.mistake("auth.proxy-header", "must name a header when auth.mode is proxy");
        }
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "AuthConf[mode=" + mode + "]";
    }
}
