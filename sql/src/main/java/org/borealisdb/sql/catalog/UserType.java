package org.borealisdb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.DomainRules;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.EnumLabel;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.type.TextCollation;

/**
 * A type that a user made, as the catalog keeps it: an object with the {@link #KIND}, the values of an enum as objects within it, and the type of its arrays as
 * an object of its own.
 *
 * @param object its catalog object
 */
public record UserType(CatalogObject object) {
    /** Property with the kind of type: {@link #ENUM}, {@link #DOMAIN}, {@link #COMPOSITE} or {@link #ARRAY}. */
    public static final String KIND = "kind";

    /** Kind of a type whose values are listed. */
    public static final String ENUM = "e";

    /** Kind of a type that is another one under rules. */
    public static final String DOMAIN = "d";

    /** Kind of a type whose values are rows; its attributes are columns within it. */
    public static final String COMPOSITE = "c";

    /** Property of a composite type with the number that it has among relations. */
    public static final String RELATION = "relation";

    /** Property of a domain with the type that it is over. */
    public static final String BASE = "base";

    /** Property of a domain with the modifier of the type that it is over. */
    public static final String MODIFIER = "modifier";

    /** Property of a domain that is there if NULL is refused. */
    public static final String NOT_NULL = "notnull";

    /** Property of a domain with its default as an SQL expression. */
    public static final String DEFAULT = "default";

    /** Kind of the type of another type's arrays. */
    public static final String ARRAY = "a";

    /** Property with the type of its arrays. */
    public static final String ARRAY_TYPE = "array";

    /** Property of an array type with the type of its elements. */
    public static final String ELEMENT = "element";

    /** Property of a label with the code of its value. */
    public static final String CODE = "code";

    /** Property of a label with its place in the order, as {@code pg_enum} shows it. */
    public static final String ORDER = "order";

    /** Property of a label that was added to its type, with the transaction that did so: until its end, nobody may use it. */
    public static final String ADDED_BY = "added";

    /** Finds what a type is made of. */
    public interface Source extends TypeLookup {
        /** Returns the values of an enum. */
        List<CatalogObject> labels(CatalogObject type);

        /** Returns the conditions of a domain. */
        List<CatalogObject> constraints(CatalogObject type);

        /** Returns the attributes of a composite type by place, dropped ones included. */
        List<TableColumn> attributes(CatalogObject type);

        /** Returns the name of a type as it is found from here. */
        String nameOf(CatalogObject type);

        /** Returns the name of the schema that a type is in. */
        String schemaOf(CatalogObject type);

        /** Returns the transaction that looks, 0 if that does not matter. */
        long transaction();
    }

    /** Returns the kind. */
    public String kind() {
        return object.property(KIND).orElseThrow();
    }

    /** Returns whether this is a domain. */
    public boolean isDomain() {
        return kind().equals(DOMAIN);
    }

    /** Returns whether values are rows. */
    public boolean isComposite() {
        return kind().equals(COMPOSITE);
    }

    /** Returns the number that a composite type has among relations. */
    public long relation() {
        return Long.parseLong(object.property(RELATION).orElseThrow());
    }

    /** Returns the fields that columns make, without those that were dropped. */
    public static List<CompositeType.Field> fields(List<TableColumn> columns) {
        return columns.stream()
                .filter(column -> !column.dropped())
                .map(column -> new CompositeType.Field(column.name(), column.declared(), column.number()))
                .toList();
    }

    private Optional<SqlType> domain(Source source) {
        int oid = (int) Long.parseLong(object.property(BASE).orElseThrow());
        int modifier = Integer.parseInt(object.property(MODIFIER).orElseThrow());
        return source.withOid(oid).map(base -> {
            // Arrays of arrays are none.
            int array = base.physical() instanceof ArrayType ? 0 : (int) related();
            SqlType below = CollationNames.kept(object, base.withModifier(modifier), source);
            return new DomainType((int) object.id(), array, source.nameOf(object), below);
        });
    }

    /** Returns the type of VALUE in the conditions of a domain: its collation is that of the type below, not the domain's. */
    public static SqlType checkedType(SqlType base) {
        return base instanceof DomainType ? base.physical() : base.physical().withCollation(TextCollation.DEFAULT);
    }

    /** Returns the rules of a domain: those of the one that it is over come first. */
    public DomainRules rules(Source source, ExpressionReader reader) {
        SqlType type = source.made(object.id()).orElseThrow();
        SqlType base = ((DomainType) type).base();
        Optional<DomainRules> below = source.rules(base);
        boolean notNull = object.property(NOT_NULL).isPresent()
                || below.filter(DomainRules::notNull).isPresent();
        List<DomainRules.Check> checks =
                new ArrayList<>(below.map(DomainRules::checks).orElse(List.of()));
        FieldRules.ofElements(base, source).ifPresent(checks::add);
        for (CatalogObject constraint : source.constraints(object)) {
            String condition = constraint.property(CheckDefinition.CONDITION).orElseThrow();
            checks.add(new DomainRules.Check(
                    constraint.name(), reader.read(condition, List.of(checkedType(base)), source)));
        }
        return new DomainRules(
                type.displayName(), new DomainRules.Named(source.schemaOf(object), object.name()), notNull, checks);
    }

    /** Returns whether this is the type of another type's arrays. */
    public boolean isArray() {
        return kind().equals(ARRAY);
    }

    /** Returns the type of its arrays; of an array type the type of its elements. */
    public long related() {
        return Long.parseLong(object.property(isArray() ? ELEMENT : ARRAY_TYPE).orElseThrow());
    }

    /** Returns the type; empty for the arrays of a type that is not there. */
    public Optional<SqlType> type(Source source) {
        if (isArray()) {
            return source.made(related())
                    .filter(element -> element.arrayOid() != 0)
                    .map(ArrayType::new);
        }
        if (isDomain()) {
            return domain(source);
        }
        if (isComposite()) {
            return Optional.of(new CompositeType(
                    (int) object.id(), (int) related(), source.nameOf(object), fields(source.attributes(object))));
        }
        List<EnumLabel> labels = new ArrayList<>();
        for (CatalogObject label : source.labels(object)) {
            long addedBy = label.property(ADDED_BY).map(Long::parseLong).orElse(0L);
            labels.add(new EnumLabel(
                    label.id(),
                    label.name(),
                    Long.parseLong(label.property(CODE).orElseThrow()),
                    Float.parseFloat(label.property(ORDER).orElseThrow()),
                    addedBy == 0 || addedBy != source.transaction()));
        }
        return Optional.of(new EnumType((int) object.id(), (int) related(), source.nameOf(object), labels));
    }
}
