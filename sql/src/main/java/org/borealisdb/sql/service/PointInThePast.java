package org.borealisdb.sql.service;

import java.time.Instant;
import java.util.Optional;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.SessionFormat;

/** The value of {@link Settings#AS_OF}: the LSN of a point of history, and in brackets when it was. Stateless. */
final class PointInThePast {
    private PointInThePast() {}

    /**
     * Returns the value for a point that the client names; empty for none.
     *
     * @throws SqlException 0A000 if there is no history here, 22023 if there is no such point
     */
    static String named(Optional<PastDatabases> pasts, String given, SessionFormat format) {
        if (given.isEmpty()) {
            return given;
        }
        PastDatabases known = pasts.orElseThrow(() -> SqlException.notSupported("setting \"" + Settings.AS_OF + "\""));
        PastDatabases.Point point = known.find(given.replaceFirst("(?<=[0-9])\\s*\\(.*\\)$", ""), format);
        return point.lsn() + " (" + Instant.ofEpochMilli(point.millis()) + ")";
    }

    /** Returns the LSN in a value. */
    static long lsnOf(String value) {
        try {
            return Long.parseLong(value.substring(0, Math.max(0, value.indexOf(' '))));
        } catch (NumberFormatException unfit) {
            throw new SqlException(
                    ErrorCode.INVALID_PARAMETER_VALUE,
                    "invalid value for parameter \"" + Settings.AS_OF + "\": \"" + value + "\"");
        }
    }
}
