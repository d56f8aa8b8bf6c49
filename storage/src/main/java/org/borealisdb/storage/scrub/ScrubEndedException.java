package org.borealisdb.storage.scrub;

/** The node closes: the pass goes on after its next start. */
final class ScrubEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScrubEndedException() {
        super("the node closes", null, false, false);
    }
}
