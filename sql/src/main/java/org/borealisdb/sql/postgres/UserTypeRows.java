package org.borealisdb.sql.postgres;

import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.DomainType;
import org.borealisdb.expr.type.EnumLabel;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.catalog.CheckDefinition;
import org.borealisdb.sql.catalog.RowTypes;
import org.borealisdb.sql.catalog.UserType;

/** The rows of the types that users made. Belongs to one task. */
final class UserTypeRows {
    private static final int ARRAY_SUBSCRIPTS = 6179;
    private static final int ARRAY_ANALYSIS = 3816;

    private final CatalogSnapshot catalog;

    UserTypeRows(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    void types(SystemRows rows) {
        for (CatalogObject object : catalog.types().objects()) {
            catalog.types().type(object.id()).ifPresent(type -> type(rows, object, type));
        }
    }

    private void type(SystemRows rows, CatalogObject object, SqlType type) {
        TypeFacts facts = TypeFacts.of(type);
        UserType made = new UserType(object);
        boolean array = type instanceof ArrayType;
        rows.add()
                .set("oid", object.id())
                .set("typname", object.name())
                .set("typnamespace", object.parent())
                .set("typowner", catalog.owner(object))
                .set("typacl", catalog.access(object))
                .set("typlen", type.length())
                .set("typbyval", facts.byValue())
                .set(
                        "typtype",
                        array
                                ? 'b'
                                : switch (type) {
                                    case DomainType _ -> 'd';
                                    case CompositeType _ -> 'c';
                                    default -> 'e';
                                })
                .set("typrelid", made.isComposite() ? made.relation() : 0L)
                .set("typcategory", type.category().letter())
                .set("typispreferred", false)
                .set("typisdefined", true)
                .set("typdelim", ',')
                .set("typelem", array ? made.related() : 0)
                .set("typarray", array ? 0 : made.related())
                .set("typinput", facts.functions().get(0).oid())
                .set("typoutput", facts.functions().get(1).oid())
                .set("typreceive", facts.functions().get(2).oid())
                .set("typsend", facts.functions().get(3).oid())
                .set("typanalyze", array ? ARRAY_ANALYSIS : 0)
                .set("typsubscript", array ? ARRAY_SUBSCRIPTS : 0)
                .set("typalign", facts.align())
                .set("typstorage", facts.storage())
                .set("typcollation", RelationRows.collation(type))
                .set("typnotnull", object.property(UserType.NOT_NULL).isPresent())
                .set(
                        "typtypmod",
                        type instanceof DomainType domain ? domain.base().modifier() : -1)
                .set(
                        "typbasetype",
                        type instanceof DomainType domain ? domain.base().oid() : 0)
                .set("typndims", type instanceof DomainType && type.physical() instanceof ArrayType ? 1 : 0)
                .set(
                        "typdefaultbin",
                        object.property(UserType.DEFAULT)
                                .map(new ObjectText(catalog)::expression)
                                .orElse(null))
                .set(
                        "typdefault",
                        object.property(UserType.DEFAULT)
                                .map(new ObjectText(catalog)::expression)
                                .orElse(null))
                .end();
    }

    /** The types of the rows of tables and views, system ones first, and those of arrays of them. */
    void rowTypes(SystemRows rows) {
        for (SystemRelation relation : SystemRelations.all()) {
            rowTypes(rows, relation.oid(), relation.name(), relation.schemaId(), catalog.owner());
        }
        for (CatalogObject relation : catalog.relations()) {
            if (RowTypes.has(relation)) {
                rowTypes(rows, relation.id(), relation.name(), relation.parent(), catalog.owner(relation));
            }
        }
    }

    private void rowTypes(SystemRows rows, long relation, String name, long schema, long owner) {
        rowType(rows, RowTypes.of(relation), name, schema, owner);
        rowType(rows, RowTypes.arrayOf(relation), TextInput.truncateName("_" + name), schema, owner);
    }

    private void rowType(SystemRows rows, long oid, String name, long schema, long owner) {
        boolean array = RowTypes.isArray(oid);
        long relation = RowTypes.relation(oid);
        SqlType type = catalog.types().type(oid).orElseThrow();
        TypeFacts facts = TypeFacts.of(type);
        rows.add()
                .set("oid", oid)
                .set("typname", name)
                .set("typnamespace", schema)
                .set("typowner", owner)
                .set("typlen", type.length())
                .set("typtype", array ? 'b' : 'c')
                .set("typcategory", type.category().letter())
                .set("typisdefined", true)
                .set("typdelim", ',')
                .set("typrelid", array ? 0 : relation)
                .set("typelem", array ? RowTypes.of(relation) : 0)
                .set("typarray", array ? 0 : RowTypes.arrayOf(relation))
                .set("typinput", facts.functions().get(0).oid())
                .set("typoutput", facts.functions().get(1).oid())
                .set("typreceive", facts.functions().get(2).oid())
                .set("typsend", facts.functions().get(3).oid())
                .set("typanalyze", array ? ARRAY_ANALYSIS : 0)
                .set("typsubscript", array ? ARRAY_SUBSCRIPTS : 0)
                .set("typalign", facts.align())
                .set("typstorage", facts.storage())
                .set("typtypmod", -1)
                .end();
    }

    /** The conditions of domains. */
    void constraints(SystemRows rows) {
        for (CatalogObject object : catalog.types().objects()) {
            for (CatalogObject constraint : catalog.constraints(object.id())) {
                rows.add()
                        .set("oid", constraint.id())
                        .set("conname", constraint.name())
                        .set("connamespace", object.parent())
                        .set("contype", 'c')
                        .set(
                                "convalidated",
                                constraint.property(CheckDefinition.NOT_VALID).isEmpty())
                        .set("contypid", object.id())
                        .set("confupdtype", ' ')
                        .set("confdeltype", ' ')
                        .set("confmatchtype", ' ')
                        .set("conislocal", true)
                        .set(
                                "conbin",
                                constraint.property(CheckDefinition.SHOWN).orElse(null))
                        .end();
            }
        }
    }

    void labels(SystemRows rows) {
        for (CatalogObject object : catalog.types().objects()) {
            if (catalog.types().type(object.id()).orElse(null) instanceof EnumType type) {
                for (EnumLabel label : type.labels()) {
                    rows.add()
                            .set("oid", label.oid())
                            .set("enumtypid", object.id())
                            .set("enumsortorder", (double) label.order())
                            .set("enumlabel", label.text())
                            .end();
                }
            }
        }
    }
}
