package dev.signalbox.db;

import org.jspecify.annotations.Nullable;

/** Why a node cannot have its database. The message is one sentence for the operator and holds no secret. */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatabaseException(String message) {
        this(message, null);
    }

    public DatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
