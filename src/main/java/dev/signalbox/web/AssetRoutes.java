package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Serves the static files under {@code /assets/}. */
public final class AssetRoutes implements Routes {

    private static final String PREFIX = "/assets/";

    private final Assets assets;

    public AssetRoutes(Assets assets) {
        this.assets = assets;
    }

    @Override
    public void mount(Edge edge) {
        edge.router().get(PREFIX + "*").handler(this::serve);
    }

    private void serve(RoutingContext ctx) {
        String path = ctx.normalizedPath();
        Asset asset = path.startsWith(PREFIX) ? assets.find(path.substring(PREFIX.length())) : null;
        if (asset == null) {
            ctx.fail(new FaultException(new Fault.NotFound("there is nothing at " + path)));
            return;
        }
        HttpServerRequest request = ctx.request();
        Buffer zipped = acceptsGzip(request) ? asset.zipped() : null;
        // Each form is a representation of its own and needs its own strong tag.
        String etag = '"' + asset.version() + (zipped == null ? "" : "-gz") + '"';
        HttpServerResponse response = ctx.response();
        response.putHeader(HttpHeaders.ETAG, etag)
                .putHeader(HttpHeaders.VARY, "Accept-Encoding")
                .putHeader(HttpHeaders.CACHE_CONTROL, caching(request, asset));
        if (knows(request.getHeader(HttpHeaders.IF_NONE_MATCH), etag)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type());
        if (zipped != null) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        response.end(zipped == null ? asset.plain() : zipped);
    }

    /** Under its version a file never changes; under its bare name it may with the next release. */
    private static String caching(HttpServerRequest request, Asset asset) {
        return ("v=" + asset.version()).equals(request.query()) ? "public, max-age=31536000, immutable" : "no-cache";
    }

    private static boolean acceptsGzip(HttpServerRequest request) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted == null) {
            return false;
        }
        for (String item : accepted.replace(" ", "").split(",", -1)) {
            if (item.startsWith("gzip") && !item.endsWith(";q=0")) {
                return true;
            }
        }
        return false;
    }

    private static boolean knows(@Nullable String ifNoneMatch, String etag) {
        return ifNoneMatch != null && (ifNoneMatch.strip().equals("*") || ifNoneMatch.contains(etag));
    }
}
