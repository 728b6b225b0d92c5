package dev.signalbox.triggers;

/** A body that cannot be made; the message completes the sentence "the template …". Has no stack trace: it is an answer. */
final class PayloadException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PayloadException(String why) {
        super(why, null, false, false);
    }
}
