package dev.signalbox.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the token: as a bearer token, or as the password of any user, since that is what browsers can ask people
 * for.
 */
final class TokenAuth implements Auth {

    private static final Future<Void> REFUSED = Future.failedFuture(new FaultException(new Fault.Unauthorized(
            "this node asks for its token: send it as \"Authorization: Bearer …\" or as a password")));

    private final byte[] token;

    TokenAuth(String token) {
        this.token = token.getBytes(UTF_8);
    }

    @Override
    public Future<Void> admit(HttpServerRequest request) {
        String given = secret(request.headers().get(HttpHeaders.AUTHORIZATION));
        // isEqual takes the same time wherever the first difference is.
        return given != null && MessageDigest.isEqual(given.getBytes(UTF_8), token) ? ADMITTED : REFUSED;
    }

    private static @Nullable String secret(@Nullable String header) {
        int space = header == null ? -1 : header.indexOf(' ');
        if (header == null || space < 0) {
            return null;
        }
        String rest = header.substring(space + 1).trim();
        return switch (header.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> rest;
            case "basic" -> password(rest);
            default -> null;
        };
    }

    private static @Nullable String password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : pair.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
