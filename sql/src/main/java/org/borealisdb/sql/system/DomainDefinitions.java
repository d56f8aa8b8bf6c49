package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.DomainRules;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TypeCategory;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TypeDefinition;
import org.borealisdb.sql.bind.StoredExpressions;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.CollationNames;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.TableDefinition;
import org.borealisdb.sql.catalog.UserType;
import org.jspecify.annotations.Nullable;

/** Makes domains and changes their rules; new rules are verified for the columns that are there. Belongs to one task. */
final class DomainDefinitions {
    private final CatalogChanges changes;
    private final TableRows rows;

    DomainDefinitions(CatalogChanges changes, TableRows rows) {
        this.changes = changes;
        this.rows = rows;
    }

    /**
     * Makes a domain.
     *
     * @param maker makes the type and the type of its arrays
     */
    void create(TypeDefinition.CreateDomain create, Function<QualifiedName, CatalogObject> maker) {
        SqlType base = TableDefinitions.typeOf(changes, create.type(), create.collation(), true);
        if (base.category() == TypeCategory.PSEUDO || base.is(BuiltInType.UNKNOWN)) {
            throw new SqlException(
                    ErrorCode.DATATYPE_MISMATCH,
                    "\"" + create.type().name() + "\" is not a valid base type for a domain");
        }
        changes.keep(base);
        List<Definition.CheckConstraint> checks = new ArrayList<>();
        Optional<Boolean> notNull = Optional.empty();
        Optional<String> value = Optional.empty();
        for (Definition.Constraint constraint : create.constraints()) {
            switch (constraint) {
                case Definition.NullConstraint given -> {
                    if (notNull.filter(before -> before != given.notNull()).isPresent()) {
                        throw syntax("conflicting NULL/NOT NULL constraints");
                    }
                    notNull = Optional.of(given.notNull());
                }
                case Definition.DefaultConstraint given -> {
                    if (value.isPresent()) {
                        throw syntax("multiple default expressions");
                    }
                    value = Optional.of(defaultText(given.value(), create.name().last(), base));
                }
                case Definition.CheckConstraint given -> checks.add(given);
                default -> throw refused(constraint);
            }
        }
        CatalogObject object = CollationNames.keeping(maker.apply(create.name()), base)
                .with(UserType.BASE, Long.toString(Integer.toUnsignedLong(base.oid())))
                .with(UserType.MODIFIER, Integer.toString(base.modifier()));
        object = notNull.orElse(false) ? object.with(UserType.NOT_NULL, "true") : object;
        value = value.or(() -> changes.schema().types().defaultOf(base));
        object = value.isPresent() ? object.with(UserType.DEFAULT, value.get()) : object;
        changes.replace(object);
        changes.schema().forget();
        for (Definition.CheckConstraint check : checks) {
            addCheck(object, base, check);
            changes.schema().forget();
        }
    }

    private static SqlException syntax(String message) {
        return new SqlException(ErrorCode.SYNTAX_ERROR, message);
    }

    private static SqlException refused(Definition.Constraint constraint) {
        return switch (constraint) {
            case Definition.KeyConstraint key ->
                syntax((key.primary() ? "primary key" : "unique") + " constraints not possible for domains");
            case Definition.ExclusionConstraint _ -> syntax("exclusion constraints not possible for domains");
            case Definition.ForeignKey _ -> syntax("foreign key constraints not possible for domains");
            default -> SqlException.notSupported("this constraint of a domain");
        };
    }

    private String defaultText(SyntaxExpression value, String name, SqlType base) {
        return changes.expressions().defaultText(value, name, base);
    }

    private CatalogObject addCheck(CatalogObject domain, SqlType base, Definition.CheckConstraint check) {
        String given = check.name();
        Set<String> taken = new TreeSet<>();
        changes.schema().children(domain, NameSpace.CONSTRAINTS).forEach(constraint -> taken.add(constraint.name()));
        if (given != null && taken.contains(given)) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_OBJECT,
                    "constraint \"" + given + "\" for domain \"" + domain.name() + "\" already exists");
        }
        String name = given == null ? ObjectNames.of(domain.name(), "", "check") : given;
        for (int suffix = 1; given == null && taken.contains(name); suffix++) {
            name = ObjectNames.of(domain.name(), "", "check" + suffix);
        }
        StoredExpressions.ConditionText text = changes.expressions().domainText(check.condition(), base);
        int line = text.pretty().indexOf('\n');
        CatalogObject object = CatalogObject.of(CatalogKind.CONSTRAINT, changes.newId(), domain.id(), name)
                .with(CheckDefinition.CONDITION, text.text())
                .with(CheckDefinition.SHOWN, text.pretty().substring(0, line))
                .with(CheckDefinition.PRETTY, text.pretty().substring(line + 1));
        object = check.attributes().notValid() ? object.with(CheckDefinition.NOT_VALID, "true") : object;
        changes.add(object);
        return object;
    }

    /** Changes a domain. */
    void alter(UserType type, TypeDefinition.Action action) {
        CatalogObject object = type.object();
        DomainType domain =
                (DomainType) changes.schema().types().made(object.id()).orElseThrow();
        switch (action) {
            case TypeDefinition.SetDefault set -> setDefault(object, domain, set.value());
            case TypeDefinition.SetNotNull set -> setNotNull(object, domain, set.notNull());
            case TypeDefinition.AddConstraint add -> {
                if (!(add.constraint() instanceof Definition.CheckConstraint check)) {
                    throw refused(add.constraint());
                }
                CatalogObject made = addCheck(object, domain.base(), check);
                changes.schema().forget();
                if (!check.attributes().notValid()) {
                    verify(domain, made.name());
                }
            }
            case TypeDefinition.DropConstraint drop -> {
                Optional<CatalogObject> found =
                        changes.schema().child(object, NameSpace.CONSTRAINTS, drop.constraint());
                if (found.isPresent()) {
                    changes.remove(found.get());
                } else if (drop.ifExists()) {
                    changes.notice(missing(drop.constraint(), object) + ", skipping");
                } else {
                    throw new SqlException(ErrorCode.UNDEFINED_OBJECT, missing(drop.constraint(), object));
                }
            }
            case TypeDefinition.RenameConstraint rename -> rename(object, domain, rename);
            case TypeDefinition.ValidateConstraint validate -> {
                CatalogObject found = changes.schema()
                        .child(object, NameSpace.CONSTRAINTS, validate.constraint())
                        .orElseThrow(() ->
                                new SqlException(ErrorCode.UNDEFINED_OBJECT, missing(validate.constraint(), object)));
                if (found.property(CheckDefinition.NOT_VALID).isPresent()) {
                    verify(domain, found.name());
                    changes.replace(TableAlterations.without(found, CheckDefinition.NOT_VALID));
                }
            }
            default -> throw SqlException.notSupported("this form of ALTER DOMAIN");
        }
    }

    private static String missing(String constraint, CatalogObject domain) {
        return "constraint \"" + constraint + "\" of domain \"" + domain.name() + "\" does not exist";
    }

    private void rename(CatalogObject object, DomainType domain, TypeDefinition.RenameConstraint rename) {
        CatalogObject found = changes.schema()
                .child(object, NameSpace.CONSTRAINTS, rename.constraint())
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_OBJECT,
                        "constraint \"" + rename.constraint() + "\" for domain " + domain.displayName()
                                + " does not exist"));
        if (changes.schema()
                .child(object, NameSpace.CONSTRAINTS, rename.newName())
                .isPresent()) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_OBJECT,
                    "constraint \"" + rename.newName() + "\" for domain " + domain.displayName() + " already exists");
        }
        changes.replace(found.withName(rename.newName()));
    }

    private void setDefault(CatalogObject object, DomainType domain, @Nullable SyntaxExpression value) {
        changes.replace(
                value == null
                        ? TableAlterations.without(object, UserType.DEFAULT)
                        : object.with(UserType.DEFAULT, defaultText(value, object.name(), domain.base())));
    }

    private void setNotNull(CatalogObject object, DomainType domain, boolean notNull) {
        if (notNull == object.property(UserType.NOT_NULL).isPresent()) {
            return;
        }
        if (!notNull) {
            changes.replace(TableAlterations.without(object, UserType.NOT_NULL));
            return;
        }
        forColumns(domain, (table, column) -> {
            Expression value = new Expression.ColumnReference(column.number() - 1, column.type());
            if (rows.anyIs(table, new Expression.IsNull(value, false))) {
                throw new SqlException(
                                ErrorCode.NOT_NULL_VIOLATION,
                                "column \"" + column.name() + "\" of table \"" + table.name()
                                        + "\" contains null values")
                        .with(SqlException.Field.SCHEMA, table.schema())
                        .with(SqlException.Field.TABLE, table.name())
                        .with(SqlException.Field.COLUMN, column.name());
            }
        });
        changes.replace(object.with(UserType.NOT_NULL, "true"));
    }

    /** Fails if a value of a column is against a condition. */
    private void verify(DomainType domain, String constraint) {
        DomainRules rules = changes.schema().types().rules(domain).orElseThrow();
        DomainRules.Check check = rules.checks().stream()
                .filter(each -> each.name().equals(constraint))
                .findFirst()
                .orElseThrow();
        forColumns(domain, (table, column) -> {
            Expression over = StoredExpressions.over(check.condition(), column);
            if (rows.anyIs(table, new Expression.Not(over))) {
                throw new SqlException(
                                ErrorCode.CHECK_VIOLATION,
                                "column \"" + column.name() + "\" of table \"" + table.name()
                                        + "\" contains values that violate the new constraint")
                        .with(SqlException.Field.SCHEMA, table.schema())
                        .with(SqlException.Field.TABLE, table.name())
                        .with(SqlException.Field.COLUMN, column.name());
            }
        });
    }

    /** What is looked at for each column. */
    private interface Look {
        void at(TableDefinition table, TableColumn column);
    }

    /** Looks at all columns of a domain, and of those over it; their tables are locked. */
    private void forColumns(DomainType domain, Look look) {
        for (CatalogObject schema : changes.schema().schemas()) {
            for (CatalogObject relation : changes.schema().relations(schema)) {
                if (relation.kind() == CatalogKind.TABLE) {
                    TableDefinition table = changes.schema().table(relation);
                    for (TableColumn column : table.columns()) {
                        if (column.dropped()) {
                            continue;
                        }
                        if (isWithin(column.declared(), domain)) {
                            throw new SqlException(
                                    ErrorCode.FEATURE_NOT_SUPPORTED,
                                    "cannot alter type \"" + domain.displayName() + "\" because column \""
                                            + table.name() + "." + column.name() + "\" uses it");
                        }
                        if (isOver(column.declared(), domain)) {
                            changes.locked(table);
                            look.at(table, column);
                        }
                    }
                }
            }
        }
    }

    /** Whether values of a type have values of the domain as parts. */
    private static boolean isWithin(SqlType type, DomainType domain) {
        return switch (type) {
            case ArrayType array -> isOver(array.element(), domain) || isWithin(array.element(), domain);
            case CompositeType row ->
                row.fields().stream()
                        .map(CompositeType.Field::declared)
                        .anyMatch(field -> isOver(field, domain) || isWithin(field, domain));
            case DomainType over -> !over.equals(domain) && isWithin(over.base(), domain);
            default -> false;
        };
    }

    private static boolean isOver(SqlType type, DomainType domain) {
        return type instanceof DomainType other && (other.equals(domain) || isOver(other.base(), domain));
    }
}
