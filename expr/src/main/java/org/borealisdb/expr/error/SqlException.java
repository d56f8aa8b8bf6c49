package org.borealisdb.expr.error;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A statement failed through the client's fault or as an expected outcome: it is answered and the session goes on.
 *
 * <p>Immutable; the {@code with...} methods answer copies. It carries no stack trace: such errors are answers, may be
 * frequent (unique violations, serialization failures), and filling a trace would dominate their cost.
 */
public final class SqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Further fields of an error, named as in the PostgreSQL protocol's ErrorResponse. */
    public enum Field {
        /** A second sentence with the particulars. */
        DETAIL,
        /** What to do about it. */
        HINT,
        /** The schema of the object concerned. */
        SCHEMA,
        /** The table concerned. */
        TABLE,
        /** The column concerned. */
        COLUMN,
        /** The data type concerned. */
        DATA_TYPE,
        /** The constraint concerned. */
        CONSTRAINT,
        /** The call stack or context, as for COPY's line numbers. */
        WHERE,
        /** PostgreSQL's function that reports it: only of errors that drivers tell from others by that. */
        ROUTINE
    }

    private final ErrorCode code;
    private final String text;
    private final int position;
    private final EnumMap<Field, String> fields;

    /** Makes an error with nothing but its code and message. */
    public SqlException(ErrorCode code, String message) {
        this(code, message, 0, new EnumMap<>(Field.class));
    }

    private SqlException(ErrorCode code, String message, int position, EnumMap<Field, String> fields) {
        super(message, null, false, false);
        this.code = code;
        this.text = message;
        this.position = position;
        this.fields = fields;
    }

    /** A construct that is known and not there yet: SQLSTATE 0A000. */
    public static SqlException notSupported(String feature) {
        return new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, feature + " is not supported");
    }

    /** Returns the condition. */
    public ErrorCode code() {
        return code;
    }

    /** Returns the primary message; never absent, unlike {@link #getMessage()} in the eyes of the compiler. */
    public String text() {
        return text;
    }

    /** Returns the character of the statement that the error points at, counted from 1 in code points. */
    public OptionalInt position() {
        return position == 0 ? OptionalInt.empty() : OptionalInt.of(position);
    }

    /** Returns a further field, if it was given. */
    public Optional<String> field(Field field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** Returns all further fields that were given, in the order of {@link Field}. */
    public Map<Field, String> fields() {
        return new EnumMap<>(fields);
    }

    /**
     * Returns a copy that points at a character of the statement.
     *
     * @param position counted from 1 in code points
     */
    public SqlException withPosition(int position) {
        if (position < 1) {
            throw new IllegalArgumentException("position " + position + " is below 1");
        }
        return new SqlException(code, text, position, fields);
    }

    /** Returns this error pointing nowhere. */
    public SqlException withoutPosition() {
        SqlException plain = new SqlException(code, text());
        for (Map.Entry<Field, String> each : fields.entrySet()) {
            plain = plain.with(each.getKey(), each.getValue());
        }
        return plain;
    }

    /** Returns a copy with a detail. */
    public SqlException withDetail(String detail) {
        return with(Field.DETAIL, detail);
    }

    /** Returns a copy without detail. */
    public SqlException withoutDetail() {
        EnumMap<Field, String> copy = new EnumMap<>(fields);
        copy.remove(Field.DETAIL);
        return new SqlException(code, text, position, copy);
    }

    /** Returns a copy with a hint. */
    public SqlException withHint(String hint) {
        return with(Field.HINT, hint);
    }

    /** Returns a copy with a further field. */
    public SqlException with(Field field, String value) {
        EnumMap<Field, String> copy = new EnumMap<>(fields);
        copy.put(field, value);
        return new SqlException(code, text, position, copy);
    }
}
