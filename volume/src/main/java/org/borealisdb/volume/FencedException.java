package org.borealisdb.volume;

import org.borealisdb.runtime.error.TakenOverException;

/** A newer volume epoch exists: this writer must stop. The fate of what it appended and was not durable yet is unknown (R3). */
public final class FencedException extends TakenOverException {
    private static final long serialVersionUID = 1L;

    public FencedException(String message) {
        super(message);
    }
}
