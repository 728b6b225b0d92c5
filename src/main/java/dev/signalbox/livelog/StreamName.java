package dev.signalbox.livelog;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import java.util.regex.Pattern;

/** The names a stream can have. A name is also that of a directory, so nothing that leads out of its parent is one. */
final class StreamName {

    /** The stream of the original's addresses, which have no place for a name. */
    static final String DEFAULT = "log";

    static final String RULE = "a stream name is 1 to 128 of A-Z a-z 0-9 . _ - and does not consist of dots only";

    // "build-1234.x86_64" matches; "..", "a/b" and "" do not.
    private static final Pattern NAME = Pattern.compile("(?!\\.+$)[A-Za-z0-9._-]{1,128}");

    private StreamName() {}

    /** What is said of a log under a name that none can have. */
    static FaultException none() {
        return new FaultException(new Fault.NotFound("there is no such live log here"));
    }

    static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }
}
