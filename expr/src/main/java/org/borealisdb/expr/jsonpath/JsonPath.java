package org.borealisdb.expr.jsonpath;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.jspecify.annotations.Nullable;

/** A value of jsonpath: a path that was read. Immutable. */
public final class JsonPath {
    private final boolean lax;
    private final List<PathNode> steps;
    private final String text;
    private final String exactText;

    private JsonPath(boolean lax, List<PathNode> steps) {
        this.lax = lax;
        this.steps = steps;
        this.text = PathText.of(lax, steps, false);
        this.exactText = PathText.of(lax, steps, true);
    }

    /** Returns the path that a text is; fails with 42601 or 22P02 if it is none. */
    public static JsonPath parse(String text) {
        PathParser parser = new PathParser(text);
        List<PathNode> steps = parser.parse();
        if (steps.isEmpty()) {
            throw new SqlException(
                    ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type jsonpath: \"" + text + "\"");
        }
        return new JsonPath(parser.isLax(), steps);
    }

    /** Returns whether arrays unwrap themselves and missing parts are no errors. */
    boolean isLax() {
        return lax;
    }

    List<PathNode> steps() {
        return steps;
    }

    /** Returns the text that reads back as the same path; {@link #toString} is PostgreSQL's, which does not always. */
    public String exactText() {
        return exactText;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonPath that && exactText.equals(that.exactText);
    }

    @Override
    public int hashCode() {
        return exactText.hashCode();
    }

    /** Returns the canonical text. */
    @Override
    public String toString() {
        return text;
    }
}
