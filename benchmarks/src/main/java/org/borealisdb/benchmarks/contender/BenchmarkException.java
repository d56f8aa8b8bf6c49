package org.borealisdb.benchmarks.contender;

import org.borealisdb.runtime.error.OperationException;

/** Something that a measurement needs is missing or failed; one line says what. Other measurements may still be possible. */
public final class BenchmarkException extends OperationException {
    private static final long serialVersionUID = 1L;

    public BenchmarkException(String message) {
        super(message, false);
    }

    public BenchmarkException(String message, Throwable cause) {
        super(message, false, cause);
    }
}
