package org.borealisdb.expr.collation;

import com.google.errorprone.annotations.Immutable;
import org.borealisdb.expr.value.ByteSink;

/**
 * A collation that a user made: it has a name of its own, and the order of one that there is. It stays the same under another name.
 *
 * @param number in the catalog
 * @param order how it orders texts
 */
@Immutable
record CreatedCollation(long number, String name, String displayName, Collation order) implements Collation {
    @Override
    public boolean isByCodePoint() {
        return order.isByCodePoint();
    }

    @Override
    public boolean isDeterministic() {
        return order.isDeterministic();
    }

    @Override
    public int compare(String left, String right) {
        return order.compare(left, right);
    }

    @Override
    public void appendKey(ByteSink out, String text) {
        order.appendKey(out, text);
    }

    @Override
    public String upper(String text) {
        return order.upper(text);
    }

    @Override
    public String lower(String text) {
        return order.lower(text);
    }

    @Override
    public String title(String text) {
        return order.title(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CreatedCollation that && number == that.number;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }
}
