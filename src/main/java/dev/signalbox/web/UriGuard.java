package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.regex.Pattern;

/** Refuses addresses before anything decodes or resolves them and makes something of its own out of them. */
final class UriGuard {

    /** Where a path leads that has {@code .} or {@code ..} for a segment, one cannot see. */
    private static final Pattern DOTS = Pattern.compile("[^?]*/(?:\\.|%2e){1,2}(?:[/?].*)?", Pattern.CASE_INSENSITIVE);

    private UriGuard() {}

    /** Refuses what is to change something at an address that leads elsewhere than it seems to. */
    static void check(HttpServerRequest request) {
        check(request.uri());
        boolean reads = HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
        if (!reads && DOTS.matcher(request.uri()).matches()) {
            throw new FaultException(new Fault.Invalid("", "the address has . or .. in place of a name"));
        }
    }

    private static void check(String uri) {
        for (int i = uri.indexOf('%'); i >= 0; i = uri.indexOf('%', i + 1)) {
            if (i + 2 >= uri.length() || !isHex(uri.charAt(i + 1)) || !isHex(uri.charAt(i + 2))) {
                throw new FaultException(
                        new Fault.Invalid("", "the address has a % that is not followed by two hexadecimal digits"));
            }
        }
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }
}
