package dev.signalbox.triggers;

/** A target that nothing is sent to; the message completes the sentence "the url …". Has no stack trace: it is an answer. */
final class TargetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TargetException(String why) {
        super(why, null, false, false);
    }
}
