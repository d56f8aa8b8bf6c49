package org.borealisdb.sql.ast;

import org.borealisdb.expr.error.SqlException;

/** Turns offsets into a statement's text into the positions that error messages carry. */
public final class SourceText {
    private SourceText() {}

    /** Returns the position, counted from 1 in code points, of an offset in UTF-16 units. */
    public static int position(String text, int offset) {
        return text.codePointCount(0, Math.min(offset, text.length())) + 1;
    }

    /** Returns the error pointing at an offset of the text; unchanged if the offset is -1 or it points somewhere already. */
    public static SqlException at(SqlException error, String text, int offset) {
        return offset < 0 || error.position().isPresent() ? error : error.withPosition(position(text, offset));
    }
}
