package dev.signalbox.livelog;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes logs in. One for the node, whichever port a producer came to. Thread-safe. */
final class Intake {

    // "bytes 1048576-*/*": goes on at that byte, with no end known yet. An end and a length may stand there and are not
    // needed.
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,18})-(?:\\*|\\d{1,18})/(?:\\*|\\d{1,18})", Pattern.CASE_INSENSITIVE);

    // "gzip, br": tokens (RFC 9110 §5.6.2), of which each is a coding.
    private static final Pattern CODINGS =
            Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+(?:[ \\t]*,[ \\t]*[!#$%&'*+.^_`|~0-9a-z-]+)*");

    // A tab is one that HTTP allows.
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    /** Of what a producer says of its log: longer than whatever makes sense. */
    private static final int NAME_LENGTH = 100;

    private final LivelogConf conf;
    private final Shelf shelf;
    private final Workers workers;
    private final LivelogMeters meters;
    private final ProducerPriority priority;
    private final Runnable changed;
    private final Set<Upload> uploads = ConcurrentHashMap.newKeySet();
    /** Those that have begun to be taken in, of which not all are uploads yet. */
    private final Set<Future<Void>> underWay = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;

    /** @param changed told, on any thread, after a log has begun or ended */
    Intake(
            LivelogConf conf,
            Shelf shelf,
            Workers workers,
            LivelogMeters meters,
            ProducerPriority priority,
            Runnable changed) {
        this.conf = conf;
        this.shelf = shelf;
        this.workers = workers;
        this.meters = meters;
        this.priority = priority;
        this.changed = changed;
    }

    /**
     * Takes a request's body in as a generation of {@code stream}. Call it before the request's handler returns.
     *
     * @return completes once all of it is durable; fails with a {@link FaultException}, or with {@link Shelf.Misplaced}
     *     when a continued log does not go on where the request says
     */
    Future<Void> take(Vertx vertx, HttpServerRequest request, String stream) {
        request.pause();
        // From the first moment: nobody is told later of a connection that broke before.
        Promise<Void> broke = Promise.promise();
        request.exceptionHandler(broke::tryFail);
        Promise<Void> ended = Promise.promise();
        // Before it is looked whether the node stops: then either the stop waits for this one, or this one is refused.
        underWay.add(ended.future());
        return accept(vertx, request, stream, broke.future())
                .onComplete(done -> underWay.remove(ended.future()))
                .onComplete(ended);
    }

    /**
     * Breaks off what is still coming in, for a node that stops; completes when all of it is kept. One that is just
     * beginning is waited for: nobody but this node knows later that it never came to anything.
     */
    Future<Void> stop() {
        stopping = true;
        uploads.forEach(Upload::abort);
        return Future.join(List.copyOf(underWay)).otherwiseEmpty().mapEmpty();
    }

    private Future<Void> accept(Vertx vertx, HttpServerRequest request, String stream, Future<Void> broke) {
        Refusal refusal = refusal(request, stream);
        if (refusal != null) {
            FaultException refused = new FaultException(refusal.fault());
            meters.rejected(reason(refused));
            return Future.failedFuture(refused);
        }
        return begin(request, stream)
                .onFailure(cause -> meters.rejected(reason(cause)))
                .compose(recording -> receive(vertx, request, broke, recording));
    }

    /** For the metrics: one word for each kind of refusal. */
    private static String reason(Throwable cause) {
        return switch (cause) {
            case Shelf.Misplaced _ -> "misplaced";
            case FaultException known ->
                known.fault().getClass().getSimpleName().toLowerCase(Locale.ROOT);
            default -> "broken";
        };
    }

    private record Refusal(Fault fault) {}

    private @Nullable Refusal refusal(HttpServerRequest request, String stream) {
        if (stopping) {
            return new Refusal(new Fault.Unavailable("the node stops", 5));
        }
        if (!StreamName.isValid(stream)) {
            return new Refusal(new Fault.Invalid("", StreamName.RULE));
        }
        String range = request.getHeader("Content-Range");
        if (range != null && !CONTENT_RANGE.matcher(range.trim()).matches()) {
            return new Refusal(
                    new Fault.Invalid("", "Content-Range must be bytes N-*/*, N being where the log goes on"));
        }
        return declared(request) > conf.maxBytes()
                ? new Refusal(Upload.tooLarge(conf).fault())
                : null;
    }

    /** What the client says the body holds; 0 when it does not. */
    private static long declared(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.length() <= 18 && length.chars().allMatch(Character::isDigit)
                ? Long.parseLong(length)
                : 0;
    }

    private Future<Recording> begin(HttpServerRequest request, String stream) {
        Producer producer = producer(request);
        String range = request.getHeader("Content-Range");
        if (range == null) {
            return shelf.begin(stream, producer);
        }
        Matcher matcher = CONTENT_RANGE.matcher(range.trim());
        return matcher.matches()
                ? shelf.resume(stream, Long.parseLong(matcher.group(1)), producer)
                : Future.failedFuture(new IllegalStateException("Content-Range was checked before"));
    }

    private Future<Void> receive(Vertx vertx, HttpServerRequest request, Future<Void> broke, Recording recording) {
        changed.run();
        if (request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true)) {
            request.response().writeContinue();
        }
        Recorder recorder = new Recorder(vertx, workers, recording);
        Upload upload = new Upload(vertx, conf, shelf, meters, priority, request, broke, recording, recorder);
        uploads.add(upload);
        if (stopping) {
            upload.abort();
        }
        return upload.run().onComplete(ended -> {
            uploads.remove(upload);
            meters.ended(recording.growth().state());
            changed.run();
        });
    }

    private static Producer producer(HttpServerRequest request) {
        String address = request.remoteAddress() == null
                ? ""
                : Objects.requireNonNullElse(request.remoteAddress().hostAddress(), "");
        return new Producer(
                address,
                contentType(header(request, HttpHeaders.CONTENT_TYPE)),
                contentEncoding(header(request, HttpHeaders.CONTENT_ENCODING).toLowerCase(Locale.ROOT)));
    }

    private static String contentType(String value) {
        String printable = CONTROL.matcher(value).replaceAll("\ufffd");
        return printable.length() <= NAME_LENGTH ? printable : printable.substring(0, NAME_LENGTH);
    }

    /** What is no coding cannot be undone by any reader, and would only keep them from the bytes. */
    private static String contentEncoding(String value) {
        return value.equals("identity")
                        || value.length() > NAME_LENGTH
                        || !CODINGS.matcher(value).matches()
                ? ""
                : value;
    }

    private static String header(HttpServerRequest request, CharSequence name) {
        return Objects.requireNonNullElse(request.headers().get(name), "").trim();
    }
}
