package dev.signalbox.bus;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries a {@link Fault} through a failed future. Has no stack trace: it is an answer, not an accident. */
public final class FaultException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(FaultException.class);

    private final transient Fault fault;

    public FaultException(Fault fault) {
        super(fault.why(), null, false, false);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }

    /** The fault that {@code cause} carries; any other cause is a defect, logged here and told without its details. */
    public static Fault of(Throwable cause) {
        if (cause instanceof FaultException known) {
            return known.fault();
        }
        LOGGER.atError().setCause(cause).log("unexpected failure");
        return new Fault.Broken("unexpected failure, see the node's log");
    }
}
