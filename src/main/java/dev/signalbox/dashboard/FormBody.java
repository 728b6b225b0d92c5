package dev.signalbox.dashboard;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.web.Edge;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;

/** The fields of a form without files, as browsers send them. */
final class FormBody {

    /** The longest template in letters that take nine bytes in this form, and room for the rest. */
    private static final int MAX_BYTES = 256 << 10;

    /** More than any form of ours has, a checkbox for each of its choices included. */
    private static final int MAX_FIELDS = 100;

    private FormBody() {}

    /** @return fails with a fault: those of {@link Edge#body}, and Invalid for what is no form */
    static Future<MultiMap> read(Edge edge, RoutingContext ctx) {
        return edge.body(ctx, MAX_BYTES).map(body -> parse(body.toString(StandardCharsets.UTF_8)));
    }

    /** NUL becomes U+FFFD, as everywhere else. */
    static MultiMap parse(String body) {
        MultiMap fields = MultiMap.caseInsensitiveMultiMap();
        try {
            new QueryStringDecoder(body, StandardCharsets.UTF_8, false, MAX_FIELDS, true)
                    .parameters()
                    .forEach(
                            (name, values) -> values.forEach(value -> fields.add(name, value.replace('\0', '\ufffd'))));
        } catch (IllegalArgumentException e) {
            throw new FaultException(new Fault.Invalid("", "the body must be a form: " + e.getMessage()));
        }
        return fields;
    }
}
