package dev.signalbox.triggers;

import io.netty.handler.codec.http.HttpObjectDecoder;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Why a try failed, in words for whoever reads the log of a delivery. */
final class Failures {

    /** Kept for every try. */
    private static final int MAX_WORDS = 300;

    private Failures() {}

    static String late(Duration timeout) {
        return "no answer within " + timeout.toMillis() + " ms";
    }

    static String cutOff() {
        return "cut off: the node ended";
    }

    static String noStatus(int status) {
        return "no valid answer: its status is " + status;
    }

    /** Empty for a status that means success. */
    static String words(int status) {
        if (Schedule.verdict(status) == Schedule.Verdict.DONE) {
            return "";
        }
        if (status >= 300 && status < 400) {
            return "answered " + status + ", a redirect, which is not followed";
        }
        return status == 410 ? "answered 410: the target is gone" : "answered " + status;
    }

    static String words(Throwable cause) {
        String words = switch (cause) {
            case TargetException refused -> "the url " + refused.getMessage();
            case PayloadException wrong -> "the template " + wrong.getMessage();
            case IOException broken when isReset(broken) -> "the target reset the connection";
            case HttpClosedException _ -> "the target closed the connection without an answer";
            case ConnectException refused -> "no connection: " + refused.getMessage();
            case IllegalArgumentException read when isOfAnswer(read) -> "the target did not answer in HTTP";
            case SSLException tls -> "no safe connection: " + root(tls);
            default -> root(cause);
        };
        return Ellipsis.cut(Ellipsis.line(words), MAX_WORDS);
    }

    /** Native transports and Java's own tell it in different words, with these among them. */
    private static boolean isReset(IOException broken) {
        return root(broken).contains("Connection reset");
    }

    /** Whether it comes from reading an answer: all else of this kind is about what we ask. */
    private static boolean isOfAnswer(IllegalArgumentException cause) {
        return Stream.of(cause.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(HttpObjectDecoder.class.getName()));
    }

    /** What lies beneath; of a certificate, what its checker said, and not what was beneath that. */
    private static String root(Throwable cause) {
        Throwable deepest = cause;
        while (deepest.getCause() != null && !(deepest instanceof CertificateException)) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }
}
