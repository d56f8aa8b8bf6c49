package org.borealisdb.sql.service;

import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** How the lines of COPY's data end: all of them as the first one does, for anything else may be part of a field. Belongs to one task. */
final class LineEnds {
    private final boolean csv;
    private Style style = Style.UNKNOWN;

    private enum Style {
        UNKNOWN,
        NEWLINE,
        RETURN,
        BOTH
    }

    LineEnds(boolean csv) {
        this.csv = csv;
    }

    /** Notes a newline, with a carriage return before it or not, as the end of a line. */
    void newline(boolean afterReturn) {
        if (!is(afterReturn ? Style.BOTH : Style.NEWLINE)) {
            throw afterReturn ? returnFound() : newlineFound();
        }
    }

    /** Notes a carriage return alone as the end of a line. */
    void carriageReturn() {
        if (!is(Style.RETURN)) {
            throw returnFound();
        }
    }

    private boolean is(Style met) {
        style = style == Style.UNKNOWN ? met : style;
        return style == met;
    }

    private SqlException returnFound() {
        return new SqlException(
                        ErrorCode.BAD_COPY_FILE_FORMAT,
                        (csv ? "unquoted" : "literal") + " carriage return found in data")
                .withHint(
                        csv
                                ? "Use quoted CSV field to represent carriage return."
                                : "Use \"\\r\" to represent carriage return.");
    }

    private SqlException newlineFound() {
        return new SqlException(
                        ErrorCode.BAD_COPY_FILE_FORMAT, (csv ? "unquoted" : "literal") + " newline found in data")
                .withHint(csv ? "Use quoted CSV field to represent newline." : "Use \"\\n\" to represent newline.");
    }
}
