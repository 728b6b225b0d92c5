package dev.signalbox.livelog;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A log as a request finds it, and which part of it the request is to get: RFC 9110 §13 and §14, and for a log that still
 * grows RFC 8673.
 *
 * @param length at this moment
 * @param etag null while the bytes can still change
 * @param contentEncoding empty when the bytes are the log itself
 */
record Representation(long length, State state, @Nullable String etag, String contentEncoding) {

    /** What a request gets. */
    sealed interface Selected {

        /** All of it, and while it is live what is still to come. 200. */
        record Whole() implements Selected {}

        /**
         * A part, both ends inclusive. 206.
         *
         * @param last may lie beyond what there is while the log is live: the bytes are then sent as they come, until that
         *     one or the end of the log
         * @param complete the length to state; -1 when it is not known yet
         */
        record Part(long first, long last, long complete) implements Selected {
            String contentRange() {
                return "bytes " + first + "-" + last + "/" + (complete < 0 ? "*" : complete);
            }
        }

        /** There is nothing in that range. 416. */
        record Unsatisfiable(long length) implements Selected {}

        /** The client has it already. 304. */
        record NotModified() implements Selected {}

        /** Another one than the client asks for. 412. */
        record PreconditionFailed() implements Selected {}

        /** The client does not take the encoding in which the producer sent it. 406. */
        record NotAcceptable() implements Selected {}
    }

    /** The log at this moment; as of then, and without a contradiction, whatever becomes of it meanwhile. */
    static Representation of(LogRow row, Growth growth) {
        // In this order: a log that ends in between then shows its end, not a length before it.
        State state = growth.state();
        long length = growth.length();
        return new Representation(
                length, state, row.etag(state, length), row.producer().contentEncoding());
    }

    /** As if nothing more would come: all there is can be sent, and then it is over. */
    Representation brokenOff() {
        return new Representation(length, State.BROKEN, etag, contentEncoding);
    }

    Selected select(MultiMap headers) {
        if (!accepted(list(headers, "Accept-Encoding"))) {
            return new Selected.NotAcceptable();
        }
        String ifMatch = list(headers, "If-Match");
        if (ifMatch != null && !matches(ifMatch, false)) {
            return new Selected.PreconditionFailed();
        }
        String ifNoneMatch = list(headers, "If-None-Match");
        if (ifNoneMatch != null && matches(ifNoneMatch, true)) {
            return new Selected.NotModified();
        }
        String ifRange = headers.get("If-Range");
        if (ifRange != null && !ifRange.trim().equals(etag)) {
            return new Selected.Whole();
        }
        return switch (ByteRange.of(list(headers, "Range"))) {
            case null -> new Selected.Whole();
            case ByteRange.Suffix suffix when suffix.length() == 0 || length == 0 -> new Selected.Unsatisfiable(length);
            case ByteRange.Suffix suffix -> part(Math.max(0, length - suffix.length()), length - 1);
            case ByteRange.Span span -> span(span);
        };
    }

    private Selected span(ByteRange.Span span) {
        boolean live = state == State.LIVE;
        // Live, the byte after the last is the next to come, and a client may ask for it: but only by naming an end.
        boolean begun = span.first() < length || (live && !span.open() && span.first() == length);
        if (!begun) {
            return new Selected.Unsatisfiable(length);
        }
        return part(span.first(), live && !span.open() ? span.last() : Math.min(span.last(), length - 1));
    }

    private Selected part(long first, long last) {
        return new Selected.Part(first, last, state == State.LIVE ? -1 : length);
    }

    private boolean matches(String tags, boolean weakly) {
        for (String tag : tags.split(",", -1)) {
            String bare = tag.trim();
            if (bare.equals("*") || (etag != null && (bare.equals(etag) || (weakly && bare.equals("W/" + etag))))) {
                return true;
            }
        }
        return false;
    }

    /** Without the header anything is acceptable (RFC 9110 §12.5.3). */
    private boolean accepted(@Nullable String header) {
        if (header == null) {
            return true;
        }
        String coding = contentEncoding.isEmpty() ? "identity" : canonical(contentEncoding);
        Boolean named = null;
        Boolean any = null;
        for (String item : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            List<String> parts = List.of(item.trim().split("\\s*;\\s*", -1));
            boolean wanted = parts.stream().noneMatch(part -> part.matches("q\\s*=\\s*0(\\.0*)?"));
            if (canonical(parts.getFirst()).equals(coding)) {
                named = wanted;
            } else if (parts.getFirst().equals("*")) {
                any = wanted;
            }
        }
        if (named != null) {
            return named;
        }
        // The log as it is needs no mention, but can be ruled out with the rest.
        return any != null ? any : contentEncoding.isEmpty();
    }

    /** The two older names that a recipient is to take for the present ones (RFC 9110 §8.4.1). */
    private static String canonical(String coding) {
        return coding.equals("x-gzip") || coding.equals("x-compress") ? coding.substring(2) : coding;
    }

    private static @Nullable String list(MultiMap headers, String name) {
        List<String> values = headers.getAll(name);
        return values.isEmpty() ? null : String.join(",", values);
    }
}
