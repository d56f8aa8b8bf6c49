package org.borealisdb.wire.access;

/** A line is no rule. The message names it. */
public final class AccessRuleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    AccessRuleException(int line, String message) {
        super("line " + line + ": " + message);
    }
}
