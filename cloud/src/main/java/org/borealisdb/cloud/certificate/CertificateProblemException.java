package org.borealisdb.cloud.certificate;

import org.borealisdb.runtime.error.OperationException;

/** A certificate or its key cannot be read, or does not go with the other. */
public final class CertificateProblemException extends OperationException {
    private static final long serialVersionUID = 1L;

    CertificateProblemException(String message, Throwable cause) {
        super(message, false, cause);
    }
}
