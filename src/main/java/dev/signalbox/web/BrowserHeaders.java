package dev.signalbox.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** What tells a browser to trust a response with nothing it does not need. */
final class BrowserHeaders {

    private static final CharSequence POLICY_NAME = HttpHeaders.createOptimized("content-security-policy");
    private static final CharSequence POLICY = HttpHeaders.createOptimized("default-src 'none'; script-src 'self';"
            + " style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'");
    private static final CharSequence SNIFFING_NAME = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence SNIFFING = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER_NAME = HttpHeaders.createOptimized("referrer-policy");
    private static final CharSequence REFERRER = HttpHeaders.createOptimized("same-origin");

    private BrowserHeaders() {}

    static void put(HttpServerResponse response) {
        response.putHeader(POLICY_NAME, POLICY);
        response.putHeader(SNIFFING_NAME, SNIFFING);
        response.putHeader(REFERRER_NAME, REFERRER);
    }
}
