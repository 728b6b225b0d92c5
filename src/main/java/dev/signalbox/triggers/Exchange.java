package dev.signalbox.triggers;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One try: a request and what comes back, up to a bound in time and in bytes. As soon as there is a status, the status
 * decides: whatever the target does to its answer after that, it has said whether it accepted. Single use; everything but
 * {@link #outcome} on the context that {@link #begin} was called on.
 */
final class Exchange {

    private final Promise<Outcome> outcome = Promise.promise();
    private final Snippet snippet = new Snippet();
    private final long began = System.nanoTime();
    private final Vertx vertx;
    private final HttpClient client;
    private final TriggersConf conf;
    private final boolean signed;

    private long timer;
    private boolean ended;
    private boolean ours;
    private boolean sent;
    private boolean cutOff;
    private @Nullable HttpClientRequest request;
    private int status;
    private @Nullable Duration retryAfter;
    private long received;

    Exchange(Vertx vertx, HttpClient client, TriggersConf conf, boolean signed) {
        this.vertx = vertx;
        this.client = client;
        this.conf = conf;
        this.signed = signed;
    }

    /** Never fails. */
    Future<Outcome> outcome() {
        return outcome.future();
    }

    /** Whether the target may have seen something of the request. */
    boolean sent() {
        return sent;
    }

    /** Whether it has ended because the node does, without an answer. */
    boolean isCutOff() {
        return cutOff;
    }

    /** Ends now, as it stands: when there is a status, with that. */
    void cutOff() {
        cutOff = !ended && status == 0;
        cut(Failures.cutOff());
    }

    /** @param webhook once its target has been looked up and it has been made */
    void begin(Future<Webhook> webhook) {
        timer = vertx.setTimer(conf.timeout().toMillis(), late -> cut(Failures.late(conf.timeout())));
        webhook.compose(whole -> connect(whole, whole.route().addresses(), 0).compose(made -> post(made, whole)))
                .onSuccess(this::read)
                .onFailure(cause -> {
                    ours = cause instanceof PayloadException;
                    end(Failures.words(cause));
                });
    }

    /** The next address is tried only when nothing can have been sent to the last. */
    private Future<HttpClientRequest> connect(Webhook webhook, List<InetAddress> addresses, int index) {
        if (ended) {
            return Future.failedFuture("ended");
        }
        return client.request(webhook.to(addresses.get(index))
                        .setConnectTimeout(conf.timeout().toMillis()))
                .recover(cause -> index + 1 < addresses.size()
                        ? connect(webhook, addresses, index + 1)
                        : Future.failedFuture(cause));
    }

    private Future<HttpClientResponse> post(HttpClientRequest made, Webhook webhook) {
        request = made;
        // What is told here also fails the future of the answer; without a handler it would be logged.
        made.exceptionHandler(broken -> {});
        if (ended) {
            drop();
            return Future.failedFuture("ended");
        }
        sent = true;
        return made.send(webhook.body());
    }

    private void read(HttpClientResponse response) {
        if (ended) {
            return;
        }
        int code = response.statusCode();
        if (code < 100 || code > 599) {
            cut(Failures.noStatus(code));
            return;
        }
        status = code;
        retryAfter = Schedule.retryAfter(response.getHeader(HttpHeaders.RETRY_AFTER), Instant.now());
        response.handler(this::piece);
        response.exceptionHandler(broken -> end(""));
        response.endHandler(whole -> end(""));
    }

    private void piece(Buffer piece) {
        if (ended) {
            return;
        }
        snippet.add(piece);
        received += piece.length();
        if (received > conf.responseBytes()) {
            cut("");
        }
    }

    /** Ends without the rest of the answer, and with the connection, which is of no use in the middle of one. */
    private void cut(String why) {
        end(why);
        drop();
    }

    private void drop() {
        if (request != null) {
            request.connection().close();
        }
    }

    /** @param why there was no answer; does not count when there was one */
    private void end(String why) {
        if (ended) {
            return;
        }
        ended = true;
        vertx.cancelTimer(timer);
        outcome.complete(new Outcome(
                status,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began),
                status == 0 ? why : Failures.words(status),
                snippet.text(),
                signed,
                retryAfter,
                ours));
    }
}
