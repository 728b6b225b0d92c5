package dev.signalbox.web;

import java.util.List;

/** Which kind of client a path is for; it decides the form of an error. */
enum Surface {
    /** Programs: {@code application/problem+json}. */
    API,
    /** Scripts: one line of text. */
    CURL,
    /** People: HTML when they ask for it. */
    PAGE;

    private static final List<String> CURL_ROOTS =
            List.of("/.log", "/.monitor", "/.clear", "/ping", "/c", "/collections", "/instances", "/livelog", "/log");

    static Surface of(String path) {
        if (path.equals("/api") || path.startsWith("/api/")) {
            return API;
        }
        for (String root : CURL_ROOTS) {
            if (path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/')) {
                return CURL;
            }
        }
        return PAGE;
    }
}
