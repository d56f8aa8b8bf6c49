/**
 * SQL types: what a column, a parameter or an expression may hold.
 *
 * <p>{@link org.borealisdb.expr.type.SqlType} is the closed family that all other code speaks of: a {@link
 * org.borealisdb.expr.type.ScalarType} is one of the {@link org.borealisdb.expr.type.BuiltInType built-in types} with its
 * type modifier, an {@link org.borealisdb.expr.type.ArrayType} is a type constructor over an element, an {@link
 * org.borealisdb.expr.type.EnumType} a type whose values the catalog lists, a {@link org.borealisdb.expr.type.DomainType} another type under rules, a
 * {@link org.borealisdb.expr.type.CompositeType} a row of fields. Range types will join the family.
 *
 * <p>Object identifiers, lengths, categories and names are those of PostgreSQL 15's {@code pg_type}, because drivers know
 * them by number. {@link org.borealisdb.expr.type.ValueKind} says how a value of the type is carried at run time. {@link
 * org.borealisdb.expr.type.TypeModifier} packs and unpacks modifiers as PostgreSQL does.
 *
 * <p>Everything here is immutable.
 */
@NullMarked
package org.borealisdb.expr.type;

import org.jspecify.annotations.NullMarked;
