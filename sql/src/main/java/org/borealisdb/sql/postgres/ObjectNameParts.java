package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.CastTable;
import org.borealisdb.expr.scalar.OperatorTable;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.UserOperator;

/** The parts of the names of objects, by which {@code pg_get_object_address} finds them again. Belongs to one task. */
final class ObjectNameParts {
    private static final int OPERATORS = 2617;
    private static final int OPERATOR_CLASSES = 2616;
    private static final int DEFAULTS = 2604;

    private final CatalogSnapshot catalog;
    private final ObjectIdentities identities;

    /** Names, and what else tells an object from others. */
    record Parts(List<String> names, List<String> arguments) {
        private Parts(List<String> names) {
            this(names, List.of());
        }
    }

    ObjectNameParts(CatalogSnapshot catalog, ObjectIdentities identities) {
        this.catalog = catalog;
        this.identities = identities;
    }

    /** Returns the parts of the name of an object that has an identity. */
    Parts of(ObjectIdentities.Identity identity, long relation, long id, long part) {
        return switch ((int) relation) {
            case ObjectAddress.FUNCTIONS -> routine(identity, id);
            case ObjectAddress.TYPES -> new Parts(List.of(identity.identity()));
            case ObjectAddress.CONSTRAINTS -> constraint(identity, id);
            case DEFAULTS -> new Parts(split(identity.identity().substring("for ".length())));
            case ObjectAddress.RULES -> rule(identity);
            case OPERATORS -> operator(id);
            case OPERATOR_CLASSES -> operatorClass(id);
            case ObjectAddress.CASTS -> cast(id);
            default -> new Parts(split(identity.identity()));
        };
    }

    /** The parts of a name that is written with quotes where it needs them. */
    private static List<String> split(String name) {
        return QualifiedName.parseIdentifiers(name).orElse(List.of(name));
    }

    private Parts routine(ObjectIdentities.Identity identity, long id) {
        String text = identity.identity();
        int end = text.lastIndexOf('(');
        List<String> types =
                identities.argumentsOf(id).stream().map(identities::qualified).toList();
        return new Parts(split(text.substring(0, end)), types);
    }

    private Parts constraint(ObjectIdentities.Identity identity, long id) {
        String name = catalog.object(id).map(CatalogObject::name).orElse("?");
        String on = identity.identity().substring(identity.identity().indexOf(" on ") + " on ".length());
        if (identity.type().equals("domain constraint")) {
            return new Parts(List.of(on), List.of(name));
        }
        return new Parts(with(split(on), name));
    }

    private static List<String> with(List<String> names, String last) {
        List<String> all = new ArrayList<>(names);
        all.add(last);
        return all;
    }

    private static Parts rule(ObjectIdentities.Identity identity) {
        String view = identity.identity().substring("\"_RETURN\" on ".length());
        return new Parts(with(split(view), "_RETURN"));
    }

    private Parts operator(long id) {
        Optional<UserOperator> made = catalog.operator(id);
        if (made.isPresent()) {
            return new Parts(
                    List.of(made.get().schema(), made.get().name()),
                    Stream.concat(
                                    made.get().left().stream(),
                                    Stream.of(made.get().right()))
                            .map(identities::qualified)
                            .toList());
        }
        OperatorTable.Operator operator = OperatorTable.builtIn().all().stream()
                .filter(each -> each.oid() == id)
                .findFirst()
                .orElseThrow();
        Stream<SqlType> operands =
                operator.isPrefix() ? Stream.of(operator.right()) : Stream.of(operator.left(), operator.right());
        return new Parts(
                List.of("pg_catalog", operator.name()),
                operands.map(identities::qualified).toList());
    }

    private static Parts operatorClass(long id) {
        OperatorClasses.OperatorClass found = OperatorClasses.all().stream()
                .filter(each -> each.oid() == id)
                .findFirst()
                .orElseThrow();
        String method = Optional.of((long) found.method())
                .flatMap(ObjectIdentities::accessMethod)
                .orElse("?");
        return new Parts(List.of(method, "pg_catalog", found.name()));
    }

    private Parts cast(long id) {
        CastTable.Cast cast = identities.castOf(id).orElseThrow();
        return new Parts(List.of(identities.qualified(cast.source())), List.of(identities.qualified(cast.target())));
    }
}
