package org.borealisdb.sql.postgres;

import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.type.ArrayType;
import org.borealisdb.expr.type.EnumLabel;
import org.borealisdb.expr.type.EnumType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.catalog.UserType;

/** The rows of the types that users made. Belongs to one task. */
final class UserTypeRows {
    private static final int ARRAY_SUBSCRIPTS = 6179;

    private final CatalogSnapshot catalog;

    UserTypeRows(CatalogSnapshot catalog) {
        this.catalog = catalog;
    }

    void types(SystemRows rows) {
        for (CatalogObject object : catalog.typeObjects()) {
            catalog.type(object.id()).ifPresent(type -> type(rows, object, type));
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
                .set("typowner", catalog.owner())
                .set("typlen", type.length())
                .set("typbyval", facts.byValue())
                .set("typtype", array ? 'b' : 'e')
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
                .set("typsubscript", array ? ARRAY_SUBSCRIPTS : 0)
                .set("typalign", facts.align())
                .set("typstorage", facts.storage())
                .set("typtypmod", -1)
                .set("typcollation", facts.collation())
                .end();
    }

    void labels(SystemRows rows) {
        for (CatalogObject object : catalog.typeObjects()) {
            if (catalog.type(object.id()).orElse(null) instanceof EnumType type) {
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
