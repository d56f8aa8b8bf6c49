package org.borealisdb.sql.session;

import org.borealisdb.expr.error.ErrorCode;

/**
 * A message to the client that is no error.
 *
 * @param detail the particulars, or empty
 * @param hint what to do about it, or empty
 */
public record SqlNotice(Level level, ErrorCode code, String message, String detail, String hint) {
    /** How much it matters; {@code client_min_messages} was applied already. */
    public enum Level {
        DEBUG,
        LOG,
        INFO,
        NOTICE,
        WARNING
    }

    /** A notice without detail and hint. */
    public static SqlNotice of(Level level, ErrorCode code, String message) {
        return new SqlNotice(level, code, message, "", "");
    }
}
