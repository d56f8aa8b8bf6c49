package org.borealisdb.sql.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.UserFunction;
import org.jspecify.annotations.Nullable;

/** Finds the objects that functions ask the privileges of; what is built in is stood for by objects that are not stored. Belongs to one task. */
final class PrivilegeSubjects {
    private final Supplier<CatalogSnapshot> catalog;
    private final CatalogNames names;

    /** What is asked about, and the privileges that there are on it. */
    enum Asked {
        RELATION,
        SEQUENCE,
        COLUMN,
        ANY_COLUMN,
        SCHEMA,
        DATABASE,
        FUNCTION,
        SPACE,
        TYPE,
        LANGUAGE;

        Set<Privilege> privileges() {
            return switch (this) {
                case RELATION -> Privilege.on(Privilege.ObjectClass.RELATION);
                case SEQUENCE -> Privilege.on(Privilege.ObjectClass.SEQUENCE);
                case COLUMN, ANY_COLUMN -> Privilege.on(Privilege.ObjectClass.COLUMN);
                case SCHEMA -> Privilege.on(Privilege.ObjectClass.SCHEMA);
                case DATABASE -> Privilege.on(Privilege.ObjectClass.DATABASE);
                case FUNCTION -> Set.of(Privilege.EXECUTE);
                case SPACE -> Set.of(Privilege.CREATE);
                case TYPE, LANGUAGE -> Set.of(Privilege.USAGE);
            };
        }
    }

    /**
     * What was found.
     *
     * @param whole the object
     * @param parts those of it whose privileges count: any of them is enough
     */
    record Subject(CatalogObject whole, List<CatalogObject> parts) {
        /** Copies the parts. */
        Subject {
            parts = List.copyOf(parts);
        }

        static Subject of(CatalogObject object) {
            return new Subject(object, List.of(object));
        }
    }

    PrivilegeSubjects(Supplier<CatalogSnapshot> catalog, CatalogNames names) {
        this.catalog = catalog;
        this.names = names;
    }

    /** Finds what the arguments from a place on name; empty if they give a number that there is not. A name that there is not is an error. */
    Optional<Subject> find(Asked asked, @Nullable Object[] arguments, int place) {
        Object object = arguments[place];
        if (object == null) {
            return Optional.empty();
        }
        return switch (asked) {
            case RELATION -> relation(number(BuiltInType.REGCLASS, object)).map(Subject::of);
            case SEQUENCE -> sequence(object);
            case COLUMN -> column(number(BuiltInType.REGCLASS, object), arguments[place + 1]);
            case ANY_COLUMN -> relation(number(BuiltInType.REGCLASS, object)).map(this::withColumns);
            case SCHEMA -> schema(number(BuiltInType.REGNAMESPACE, object)).map(Subject::of);
            case DATABASE -> database(object).map(Subject::of);
            case TYPE -> type(number(BuiltInType.REGTYPE, object)).map(Subject::of);
            case FUNCTION ->
                function(object instanceof Long number ? number : names.routine((String) object))
                        .map(Subject::of);
            case LANGUAGE -> Optional.of(Subject.of(forAll(asked.privileges())));
            case SPACE -> Optional.of(Subject.of(forAll(Set.of())));
        };
    }

    private long number(BuiltInType type, Object object) {
        return object instanceof Long number
                ? number
                : names.find(type, (String) object).getAsLong();
    }

    /** Something built in, with what everybody may do with it. */
    private CatalogObject forAll(Set<Privilege> privileges) {
        AccessList list = new AccessList(
                privileges.isEmpty()
                        ? List.of()
                        : List.of(new AccessList.Item(
                                AccessList.PUBLIC, catalog.get().owner(), privileges, Set.of())));
        return CatalogObject.of(CatalogKind.TABLE, 1, 0, "").with(AccessList.ACCESS, list.stored());
    }

    private Optional<CatalogObject> relation(long id) {
        return catalog.get()
                .relation(id)
                .or(() -> SystemRelations.withOid(id)
                        .map(relation -> CatalogObject.of(CatalogKind.TABLE, id, 0, relation.name())
                                .with(
                                        AccessList.ACCESS,
                                        catalog.get().accessTo(relation).stored())));
    }

    private Optional<Subject> sequence(Object object) {
        Optional<CatalogObject> found = relation(number(BuiltInType.REGCLASS, object));
        if (found.isPresent() && found.get().kind() != CatalogKind.SEQUENCE) {
            throw new SqlException(
                    ErrorCode.WRONG_OBJECT_TYPE,
                    "\"" + (object instanceof Long ? found.get().name() : object) + "\" is not a sequence");
        }
        return found.map(Subject::of);
    }

    private List<TableColumn> columns(CatalogObject relation) {
        return catalog.get().columns(relation.id());
    }

    private Subject withColumns(CatalogObject relation) {
        List<CatalogObject> parts = new ArrayList<>(List.of(relation));
        columns(relation).stream()
                .filter(column -> !column.dropped())
                .map(TableColumn::object)
                .forEach(parts::add);
        return new Subject(relation, parts);
    }

    private Optional<Subject> column(long id, @Nullable Object named) {
        Optional<CatalogObject> relation = relation(id);
        if (relation.isEmpty() || named == null) {
            return Optional.empty();
        }
        Optional<CatalogObject> column = columns(relation.get()).stream()
                .filter(each -> !each.dropped()
                        && (named instanceof Long number
                                ? each.number() == number
                                : each.name().equals(named)))
                .map(TableColumn::object)
                .findFirst();
        Optional<SystemRelation> system = SystemRelations.withOid(id);
        if (column.isEmpty() && !system.map(of -> isOf(of, named)).orElse(false)) {
            if (named instanceof Long) {
                return Optional.empty();
            }
            String owner =
                    system.map(SystemRelation::name).orElse(relation.get().name());
            throw new SqlException(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column \"" + named + "\" of relation \"" + owner + "\" does not exist");
        }
        List<CatalogObject> parts = new ArrayList<>(List.of(relation.get()));
        column.ifPresent(parts::add);
        return Optional.of(new Subject(relation.get(), parts));
    }

    private static boolean isOf(SystemRelation relation, Object column) {
        return column instanceof Long number
                ? number >= 1 && number <= relation.columns().size()
                : relation.columns().stream().anyMatch(each -> each.name().equals(column));
    }

    private Optional<CatalogObject> function(long id) {
        return catalog.get()
                .function(id)
                .map(UserFunction::object)
                .or(() -> names.isBuiltInFunction(id)
                        ? Optional.of(catalog.get()
                                .accessToFunction(id)
                                .map(list -> CatalogObject.of(CatalogKind.FUNCTION, id, 0, "")
                                        .with(AccessList.ACCESS, list.stored()))
                                .orElseGet(() -> forAll(Set.of(Privilege.EXECUTE))))
                        : Optional.empty());
    }

    private Optional<CatalogObject> schema(long id) {
        boolean builtIn = id == CatalogSnapshot.PG_CATALOG || id == CatalogSnapshot.INFORMATION_SCHEMA;
        return builtIn
                ? Optional.of(forAll(Set.of(Privilege.USAGE)))
                : catalog.get().schemas().stream()
                        .filter(schema -> schema.id() == id)
                        .findFirst();
    }

    private Optional<CatalogObject> database(Object named) {
        Optional<CatalogObject> found = catalog.get().databases().stream()
                .filter(each -> named instanceof Long number
                        ? each.id() == number
                        : each.name().equals(named))
                .findFirst();
        if (found.isEmpty() && !(named instanceof Long)) {
            throw new SqlException(ErrorCode.INVALID_CATALOG_NAME, "database \"" + named + "\" does not exist");
        }
        return found;
    }

    private Optional<CatalogObject> type(long id) {
        Optional<CatalogObject> made = catalog.get().object(id).filter(object -> object.kind() == CatalogKind.TYPE);
        return made.isPresent() ? made : catalog.get().types().type(id).map(any -> forAll(Set.of(Privilege.USAGE)));
    }
}
