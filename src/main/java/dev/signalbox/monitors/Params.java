package dev.signalbox.monitors;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Query parameters as the monitors understand them. A bad one is thrown as the fault that names it. */
final class Params {

    /** Characters of an origin. An origin is a key of an index, whose entries PostgreSQL limits to 2 704 bytes. */
    private static final int ORIGIN_CHARACTERS = 255;

    private static final int MOST_PINGS = 1_000;
    private static final int USUAL_PINGS = 100;

    private Params() {}

    /** Must be given, may be empty. */
    static String origin(RoutingContext ctx) {
        String origin = text(ctx, "origin");
        if (origin == null) {
            throw invalid("origin", "is missing; add ?origin=<name of the job>");
        }
        if (origin.codePointCount(0, origin.length()) > ORIGIN_CHARACTERS) {
            throw invalid("origin", "is longer than " + ORIGIN_CHARACTERS + " characters");
        }
        return stored(origin);
    }

    /** Of a route with {@code :origin}, percent-decoded. */
    static String pathOrigin(RoutingContext ctx) {
        return stored(Objects.requireNonNull(ctx.pathParam("origin")));
    }

    /** What PostgreSQL can hold of a text: all but NUL. */
    static String stored(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** An RFC 3339 time; null when not given. */
    static @Nullable Instant time(RoutingContext ctx, String name) {
        String text = text(ctx, name);
        if (text == null) {
            return null;
        }
        try {
            Instant time = Instant.parse(text);
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 0 && year <= 9_999) {
                return time;
            }
        } catch (DateTimeException e) {
            // Falls through to the one sentence that fits both cases.
        }
        throw invalid(name, "is \"" + text + "\"; it must be a time such as 2026-11-20T08:00:00Z");
    }

    static int limit(RoutingContext ctx) {
        String text = text(ctx, "limit");
        try {
            int limit = text == null ? USUAL_PINGS : Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_PINGS) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Falls through to the one sentence that fits both cases.
        }
        throw invalid("limit", "is \"" + text + "\"; it must be a whole number from 1 to " + MOST_PINGS);
    }

    /** The first of that name, as the original took it; null when there is none. */
    private static @Nullable String text(RoutingContext ctx, String name) {
        try {
            List<String> values = ctx.queryParam(name);
            return values.isEmpty() ? null : values.getFirst();
        } catch (HttpException e) {
            throw invalid(name, "cannot be read: the query has a broken percent escape");
        }
    }

    private static FaultException invalid(String field, String message) {
        return new FaultException(new Fault.Invalid(field, message));
    }
}
