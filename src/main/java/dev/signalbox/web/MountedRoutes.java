package dev.signalbox.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.LinkedHashSet;
import java.util.Set;

/** What can be learned from, and done to, all routes once every feature has mounted its own. */
final class MountedRoutes {

    private MountedRoutes() {}

    /** RFC 9110 asks that HEAD works wherever GET does; no feature should have to remember it. */
    static void answerHeadLikeGet(Router router) {
        for (Route route : router.getRoutes()) {
            Set<HttpMethod> methods = route.methods();
            if (methods != null && methods.contains(HttpMethod.GET) && !methods.contains(HttpMethod.HEAD)) {
                route.method(HttpMethod.HEAD);
            }
        }
    }

    /** The methods that some route answers on this path, for {@code Allow}; the router keeps its own list to itself. */
    static Set<String> methodsFor(Router router, String path) {
        Set<String> methods = new LinkedHashSet<>();
        for (Route route : router.getRoutes()) {
            if (route.methods() != null && matches(route, path)) {
                route.methods().stream().map(HttpMethod::name).sorted().forEach(methods::add);
            }
        }
        methods.add(HttpMethod.OPTIONS.name());
        return methods;
    }

    private static boolean matches(Route route, String path) {
        if (route.isRegexPath()) {
            // A route with parameters goes by its expression: the path as mounted is kept for display only.
            return path.matches(expression(route));
        }
        String mounted = route.getPath();
        if (mounted == null) {
            return true;
        }
        if (!route.isExactPath()) {
            return path.startsWith(mounted);
        }
        return path.equals(mounted) || path.equals(mounted + "/");
    }

    private static String expression(Route route) {
        String path = route.getPath();
        if (path == null) {
            return route.getName();
        }
        String escaped = path.replaceAll("([\\\\()$+.\\[\\]{}|^?])", "\\\\$1");
        return escaped.replaceAll(":[A-Za-z0-9_]+", "[^/]+") + (route.isExactPath() ? "/?" : ".*");
    }
}
