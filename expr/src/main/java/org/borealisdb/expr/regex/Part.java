package org.borealisdb.expr.regex;

import java.util.List;
import org.borealisdb.expr.regex.Quantifier.Preference;

/**
 * A node of the tree along which a match is taken apart. Immutable.
 *
 * @param shape what it consists of
 * @param group the number of the group that captures it, 0 for none
 * @param expression what it matches
 * @param preference which matches it prefers
 * @param mixed whether there are both preferences in it
 * @param groups whether there are groups in it
 * @param references whether there are back references in it
 */
record Part(
        Shape shape,
        int group,
        Expression expression,
        Preference preference,
        boolean mixed,
        boolean groups,
        boolean references) {
    /** What a part consists of. */
    sealed interface Shape {}

    /** Nothing that matters. */
    record Plain() implements Shape {}

    /** The text of a group. */
    record Reference(int group) implements Shape {}

    /** Two parts, one after the other. */
    record Both(Part left, Part right) implements Shape {}

    /** One of several parts, the first that fits. */
    record Any(List<Part> parts) implements Shape {
        Any {
            parts = List.copyOf(parts);
        }
    }

    /** A part several times. */
    record Many(Part part, int minimum, int maximum) implements Shape {}

    static Part plain(Expression expression, Preference preference) {
        return new Part(new Plain(), 0, expression, preference, false, false, false);
    }

    static Part both(Part left, Part right) {
        Preference preference = left.preference.or(right.preference);
        boolean differ = left.preference != Preference.NONE
                && right.preference != Preference.NONE
                && left.preference != right.preference;
        return new Part(
                new Both(left, right),
                0,
                new Expression.Sequence(List.of(left.expression, right.expression)),
                preference,
                left.mixed || right.mixed || differ,
                left.groups || right.groups,
                left.references || right.references);
    }

    /** Whether it must be looked into: it has groups, references, or different preferences. */
    boolean isMessy() {
        return mixed || groups || references;
    }

    Part withPreference(Preference other) {
        boolean differ = other != Preference.NONE && preference != Preference.NONE && other != preference;
        return new Part(shape, group, expression, other.or(preference), mixed || differ, groups, references);
    }

    Part inGroup(int number) {
        if (group == 0) {
            return new Part(shape, number, expression, preference, mixed, true, references);
        }
        Part inner = this;
        return new Part(new Any(List.of(inner)), number, expression, preference, mixed, true, references);
    }
}
