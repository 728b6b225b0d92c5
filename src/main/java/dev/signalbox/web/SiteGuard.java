package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Refuses what a page of another site makes a browser send; programs other than browsers carry neither header. */
public final class SiteGuard {

    private static final CharSequence SEC_FETCH_SITE = HttpHeaders.createOptimized("sec-fetch-site");

    private SiteGuard() {}

    /** @throws FaultException when it is one of those */
    public static void check(HttpServerRequest request) {
        HttpMethod method = request.method();
        if (HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method) || HttpMethod.OPTIONS.equals(method)) {
            return;
        }
        MultiMap headers = request.headers();
        String site = headers.get(SEC_FETCH_SITE);
        // "none" is the person at the browser, as with a bookmark.
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw refused();
        }
        String origin = headers.get(HttpHeaders.ORIGIN);
        if (origin != null && !sameHost(origin, headers.get(HttpHeaders.HOST))) {
            throw refused();
        }
    }

    private static FaultException refused() {
        return new FaultException(new Fault.Forbidden("a page of another site may not send this request"));
    }

    private static boolean sameHost(String origin, @Nullable String host) {
        int scheme = origin.indexOf("://");
        if (scheme < 0 || host == null) {
            return false;
        }
        String port = origin.startsWith("https:") ? ":443" : ":80";
        return withoutPort(origin.substring(scheme + 3), port).equalsIgnoreCase(withoutPort(host, port));
    }

    private static String withoutPort(String authority, String port) {
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }
}
