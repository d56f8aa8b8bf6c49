package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.CompositeType;
import org.borealisdb.expr.type.CompositeType.Field;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.plan.RowFunction;
import org.borealisdb.sql.postgres.ObjectIdentities.Identity;

/** The functions that tell what the objects are that {@code pg_depend} numbers. Belongs to the session's task. */
final class ObjectIdentityFunctions {
    private static final SqlType OID = BuiltInType.OID.type();
    private static final SqlType INT4 = BuiltInType.INT4.type();
    private static final SqlType TEXT = BuiltInType.TEXT.type();
    private static final List<Field> ADDRESS =
            List.of(new Field("classid", OID), new Field("objid", OID), new Field("objsubid", INT4));
    private static final CompositeType IDENTITY = new CompositeType(List.of(
            new Field("type", TEXT), new Field("schema", TEXT), new Field("name", TEXT), new Field("identity", TEXT)));

    private static final List<Field> NAMED_FIELDS = List.of(
            new Field("type", TEXT),
            new Field("object_names", BuiltInType.TEXT.array()),
            new Field("object_args", BuiltInType.TEXT.array()));

    private static final CompositeType NAMED_AS = new CompositeType(NAMED_FIELDS);

    private static final CompositeType FOUND = new CompositeType(ADDRESS);

    private final Supplier<CatalogSnapshot> catalog;
    private final CatalogNames names;

    ObjectIdentityFunctions(Supplier<CatalogSnapshot> catalog, CatalogNames names) {
        this.catalog = catalog;
        this.names = names;
    }

    void declare(Consumer<ScalarFunction> functions, Consumer<RowFunction> rows) {
        functions.accept(new ScalarFunction(
                3537,
                "pg_describe_object",
                List.of(OID, OID, INT4),
                TEXT,
                true,
                Volatility.STABLE,
                false,
                new ScalarFunction.General((world, arguments) ->
                        find(arguments).map(Identity::description).orElse(null))));
        rows.accept(new RowFunction(
                3954, "pg_get_object_address", NAMED_FIELDS, FOUND, false, arguments -> List.of(address(arguments))));
        rows.accept(new RowFunction(
                3382,
                "pg_identify_object_as_address",
                ADDRESS,
                NAMED_AS,
                false,
                arguments -> List.of(asAddress(arguments))));
        rows.accept(new RowFunction(
                3839, "pg_identify_object", ADDRESS, IDENTITY, false, arguments -> List.of(identity(arguments))));
    }

    private BoxedRow identity(Object[] address) {
        return find(address)
                .map(found -> BoxedRow.of(found.type(), found.schema(), found.name(), found.identity()))
                .orElseGet(() -> BoxedRow.of(
                        identities().typeOfMissing((Long) address[0], (Long) address[1], (Long) address[2]),
                        null,
                        null,
                        null));
    }

    private BoxedRow address(Object[] arguments) {
        String type = (String) arguments[0];
        ObjectAddress found = new NamedAddress(type, (ArrayValue) arguments[1], (ArrayValue) arguments[2])
                .find(new ObjectAddresses(catalog.get(), names));
        return BoxedRow.of((long) found.relation(), found.id(), (long) found.part());
    }

    private BoxedRow asAddress(Object[] address) {
        Optional<Identity> found = find(address);
        if (found.isEmpty()) {
            return BoxedRow.of(
                    identities().typeOfMissing((Long) address[0], (Long) address[1], (Long) address[2]), null, null);
        }
        ObjectNameParts.Parts parts = new ObjectNameParts(catalog.get(), identities())
                .of(found.get(), (Long) address[0], (Long) address[1], (Long) address[2]);
        return BoxedRow.of(
                found.get().type(), ArrayValue.of(TEXT, parts.names()), ArrayValue.of(TEXT, parts.arguments()));
    }

    private ObjectIdentities identities() {
        return new ObjectIdentities(catalog.get(), names);
    }

    private Optional<Identity> find(Object[] address) {
        long relation = (Long) address[0];
        long id = (Long) address[1];
        return relation == 0 && id == 0 ? Optional.empty() : identities().find(relation, id, (Long) address[2]);
    }
}
