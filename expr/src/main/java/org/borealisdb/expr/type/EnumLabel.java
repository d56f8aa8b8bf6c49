package org.borealisdb.expr.type;

import com.google.errorprone.annotations.Immutable;

/**
 * A value of an enum.
 *
 * @param oid its identifier in {@code pg_enum}
 * @param text how it is written
 * @param code the number that stands for it in rows and keys; codes are ordered as the values are, and never change
 * @param order its place in the order, as {@code pg_enum} shows it
 * @param usable whether it may be used yet: one that the transaction itself has added to an older type may not
 */
@Immutable
public record EnumLabel(long oid, String text, long code, float order, boolean usable) {}
