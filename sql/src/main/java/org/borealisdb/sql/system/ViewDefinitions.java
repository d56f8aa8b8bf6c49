package org.borealisdb.sql.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.collation.Collation;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Query;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.bind.BindContext;
import org.borealisdb.sql.bind.BoundQuery;
import org.borealisdb.sql.bind.QueryBinder;
import org.borealisdb.sql.bind.ViewChanges;
import org.borealisdb.sql.bind.ViewNames;
import org.borealisdb.sql.bind.ViewText;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.RelationAccess;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.TableColumn;
import org.borealisdb.sql.catalog.ViewOptions;
import org.borealisdb.sql.session.ResultColumn;

/** Makes, alters and drops views. Belongs to one task. */
final class ViewDefinitions {
    private static final String CHECK_OPTION = "check_option";

    private final CatalogChanges changes;

    ViewDefinitions(CatalogChanges changes) {
        this.changes = changes;
    }

    void create(Definition.CreateView create) {
        if (create.query().into().isPresent()) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "views must not contain SELECT INTO");
        }
        BindContext context = changes.bindContext();
        context.collectNames();
        context.allowChangesIn(Optional.ofNullable(create.query().with()));
        BoundQuery bound = QueryBinder.bind(context, create.query());
        if (create.query().changesRows()) {
            throw new SqlException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "views must not contain data-modifying statements in WITH");
        }
        if (create.persistence() == Definition.Persistence.UNLOGGED) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "views cannot be unlogged because they do not have storage");
        }
        String name = create.name().last();
        boolean temporary = create.persistence() == Definition.Persistence.TEMPORARY;
        if (!temporary && readsTemporary(create.query())) {
            changes.notice("view \"" + name + "\" will be a temporary view");
            temporary = true;
        }
        // Errors about where it goes do not point into the statement, as in PostgreSQL.
        CatalogObject parent = changes.schemaOf(new QualifiedName(create.name().parts(), -1), temporary);
        Optional<CatalogObject> before = changes.schema().inSchema(parent, name);
        if (before.isPresent() && !create.replace()) {
            throw new SqlException(ErrorCode.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
        }
        if (before.isPresent() && before.get().kind() != CatalogKind.VIEW) {
            throw new SqlException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + name + "\" is not a view");
        }
        before.ifPresent(new Ownership(changes)::require);
        changes.lockRead();
        Map<String, String> options = options(create.options());
        String check = create.checkOption();
        if (check != null) {
            options.put(CHECK_OPTION, check);
        }
        if (options.containsKey(CHECK_OPTION)) {
            checkUpdatable(ViewChanges.obstacle(changes.bindContext(), create.query()));
        }
        List<String> names = names(create, bound);
        List<SqlType> types = bound.columns().stream().map(ResultColumn::type).toList();
        String lead = lead(create, names);
        CatalogObject object = withOptions(
                CatalogObject.of(
                                CatalogKind.VIEW,
                                before.map(CatalogObject::id).orElseGet(changes::newId),
                                parent.id(),
                                name)
                        .with(
                                ViewText.QUERY,
                                lead
                                        + changes.text().substring(create.queryStart(), create.queryEnd())
                                        + tail(create, names))
                        .with(ViewText.COLUMNS, String.join("\n", names))
                        .with(
                                ViewNames.PROPERTY,
                                context.collectedNames()
                                        .shifted(lead.length() - create.queryStart())
                                        .text())
                        .with(
                                ViewText.SEARCH_PATH,
                                String.join("\n", changes.schema().searchPath())),
                options);
        int known = 0;
        if (before.isPresent()) {
            CatalogObject view = before.get();
            checkReplaceable(view, names, types);
            types.forEach(type -> CompositeDefinitions.refuseRowsOfItself(type, view));
            known = changes.schema().columns(before.get()).size();
            changes.replace(belongingAs(view, object));
        } else {
            changes.refuseTypeName(parent, name);
            changes.add(object);
        }
        for (int i = known; i < names.size(); i++) {
            changes.add(TableDefinitions.column(changes, object.id(), names.get(i), i + 1, types.get(i)));
        }
    }

    /** Returns an object with the owner and the privileges of another. */
    private static CatalogObject belongingAs(CatalogObject before, CatalogObject object) {
        CatalogObject result = object;
        for (String property : List.of(Role.OWNER, AccessList.ACCESS)) {
            Optional<String> value = before.property(property);
            result = value.isPresent() ? result.with(property, value.get()) : result;
        }
        return result;
    }

    private static void checkUpdatable(Optional<String> obstacle) {
        if (obstacle.isPresent()) {
            throw new SqlException(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "WITH CHECK OPTION is supported only on automatically updatable views")
                    .withHint(obstacle.get());
        }
    }

    private List<String> names(Definition.CreateView create, BoundQuery bound) {
        if (create.columns().size() > bound.columns().size()) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, "CREATE VIEW specifies more column names than columns");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < bound.columns().size(); i++) {
            String column = i < create.columns().size()
                    ? create.columns().get(i)
                    : bound.columns().get(i).name();
            if (names.contains(column)) {
                throw new SqlException(
                        ErrorCode.DUPLICATE_COLUMN, "column \"" + column + "\" specified more than once");
            }
            names.add(column);
        }
        return names;
    }

    /** The query as it was written; that of a recursive view is one in WITH RECURSIVE (manual, CREATE VIEW), which begins so. */
    private static String lead(Definition.CreateView create, List<String> names) {
        return create.recursive() ? "WITH RECURSIVE " + header(create, names) + " AS (" : "";
    }

    private static String tail(Definition.CreateView create, List<String> names) {
        return create.recursive()
                ? ") SELECT " + columns(names) + " FROM "
                        + Quoting.identifier(create.name().last())
                : "";
    }

    private static String header(Definition.CreateView create, List<String> names) {
        return Quoting.identifier(create.name().last()) + "(" + columns(names) + ")";
    }

    private static String columns(List<String> names) {
        return names.stream().map(Quoting::identifier).collect(Collectors.joining(", "));
    }

    /** Whether a query reads one of the session's own tables. */
    private boolean readsTemporary(Query query) {
        if (!changes.schema().temporary().isUsed()) {
            return false;
        }
        changes.schema().forget();
        BindContext context = changes.bindContext();
        QueryBinder.bind(context, query);
        boolean sequences = context.accesses().relations().stream()
                .map(RelationAccess::relation)
                .anyMatch(relation -> relation.kind() == CatalogKind.SEQUENCE
                        && changes.schema().isTemporary(relation));
        return sequences
                || changes.schema().used().stream()
                        .anyMatch(table -> changes.schema().isTemporary(table.object()));
    }

    private void checkReplaceable(CatalogObject view, List<String> names, List<SqlType> types) {
        List<TableColumn> columns = changes.schema().columns(view);
        if (columns.size() > names.size()) {
            throw new SqlException(ErrorCode.INVALID_TABLE_DEFINITION, "cannot drop columns from view");
        }
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).name().equals(names.get(i))) {
                throw new SqlException(
                                ErrorCode.INVALID_TABLE_DEFINITION,
                                "cannot change name of view column \""
                                        + columns.get(i).name() + "\" to \"" + names.get(i) + "\"")
                        .withHint("Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.");
            }
            SqlType before = columns.get(i).declared();
            SqlType after = types.get(i).declared();
            if (!before.sameTypeAs(after) || before.modifier() != after.modifier()) {
                throw new SqlException(
                        ErrorCode.INVALID_TABLE_DEFINITION,
                        "cannot change data type of view column \"" + names.get(i) + "\" from " + before.displayName()
                                + " to " + after.displayName());
            }
            Collation collation = before.physical().collation().collation();
            Collation another = after.physical().collation().collation();
            if (!collation.equals(another)) {
                throw new SqlException(
                        ErrorCode.INVALID_TABLE_DEFINITION,
                        "cannot change collation of view column \"" + names.get(i) + "\" from \"" + collation.name()
                                + "\" to \"" + another.name() + "\"");
            }
        }
    }

    /** The options of a view that have an effect, by name. */
    private static Map<String, String> options(List<OptionItem> items) {
        Map<String, String> options = new LinkedHashMap<>();
        for (OptionItem item : items) {
            String value = value(item);
            switch (item.name()) {
                case CHECK_OPTION -> {
                    if (!value.equals("local") && !value.equals("cascaded")) {
                        throw new SqlException(
                                        ErrorCode.INVALID_PARAMETER_VALUE,
                                        "invalid value for enum option \"" + CHECK_OPTION + "\": " + value)
                                .withDetail("Valid values are \"local\" and \"cascaded\".");
                    }
                    options.put(CHECK_OPTION, value);
                }
                case ViewOptions.BARRIER, ViewOptions.INVOKER -> options.put(item.name(), value);
                default ->
                    throw new SqlException(
                            ErrorCode.INVALID_PARAMETER_VALUE, "unrecognized parameter \"" + item.name() + "\"");
            }
        }
        return options;
    }

    private static String value(OptionItem item) {
        return switch (item.value()) {
            case SyntaxExpression.Literal literal -> literal.text();
            case SyntaxExpression.ColumnReference word -> word.names().getFirst();
            case null, default -> "true";
        };
    }

    private static CatalogObject withOptions(CatalogObject view, Map<String, String> options) {
        CatalogObject changed = view;
        for (Map.Entry<String, String> option : options.entrySet()) {
            changed = option.getKey().equals(CHECK_OPTION)
                    ? changed.with(ViewChanges.CHECK_OPTION, option.getValue())
                    : ViewOptions.with(changed, option.getKey(), option.getValue());
        }
        return changed;
    }

    /** Alters a view in any way but its name and schema. */
    void alter(CatalogObject view, Definition.TableAction action) {
        switch (action) {
            case Definition.AlterColumnDefault given -> {
                TableColumn column = column(view, given.column())
                        .orElseThrow(() -> new SqlException(
                                ErrorCode.UNDEFINED_COLUMN,
                                "column \"" + given.column() + "\" of relation \"" + view.name()
                                        + "\" does not exist"));
                SyntaxExpression value = given.value();
                changes.replace(
                        value == null
                                ? TableAlterations.without(column.object(), TableColumn.DEFAULT)
                                : column.object()
                                        .with(
                                                TableColumn.DEFAULT,
                                                changes.expressions()
                                                        .defaultText(value, column.name(), column.declared())));
            }
            case Definition.RenameColumn rename -> rename(view, rename);
            case Definition.SetOptions set -> setOptions(view, set);
            case Definition.ChangeOwner owner -> {
                // There is one owner of everything yet.
            }
            default ->
                throw new SqlException(
                                ErrorCode.WRONG_OBJECT_TYPE,
                                "ALTER action " + name(action) + " cannot be performed on relation \"" + view.name()
                                        + "\"")
                        .withDetail("This operation is not supported for views.");
        }
    }

    private Optional<TableColumn> column(CatalogObject view, String name) {
        return changes.schema().columns(view).stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }

    private void rename(CatalogObject view, Definition.RenameColumn rename) {
        TableColumn column = column(view, rename.column())
                .orElseThrow(() -> new SqlException(
                        ErrorCode.UNDEFINED_COLUMN, "column \"" + rename.column() + "\" does not exist"));
        if (column(view, rename.newName()).isPresent()) {
            throw new SqlException(
                    ErrorCode.DUPLICATE_COLUMN,
                    "column \"" + rename.newName() + "\" of relation \"" + view.name() + "\" already exists");
        }
        List<String> names = changes.schema().columns(view).stream()
                .map(each -> each.number() == column.number() ? rename.newName() : each.name())
                .toList();
        changes.replace(column.object().withName(rename.newName()));
        changes.replace(view.with(ViewText.COLUMNS, String.join("\n", names)));
    }

    private void setOptions(CatalogObject view, Definition.SetOptions set) {
        if (set.reset()) {
            CatalogObject left = view;
            for (OptionItem item : set.options()) {
                left = item.name().equals(CHECK_OPTION)
                        ? TableAlterations.without(left, ViewChanges.CHECK_OPTION)
                        : ViewOptions.without(left, item.name());
            }
            changes.replace(left);
            return;
        }
        Map<String, String> options = options(set.options());
        if (options.containsKey(CHECK_OPTION)) {
            checkUpdatable(ViewChanges.obstacle(changes.bindContext(), view));
        }
        changes.replace(withOptions(view, options));
    }

    private static String name(Definition.TableAction action) {
        return switch (action) {
            case Definition.AddColumn add -> "ADD COLUMN";
            case Definition.DropColumn drop -> "DROP COLUMN";
            case Definition.AlterColumnType type -> "ALTER COLUMN ... SET DATA TYPE";
            case Definition.AlterColumnNull given ->
                given.notNull() ? "ALTER COLUMN ... SET NOT NULL" : "ALTER COLUMN ... DROP NOT NULL";
            case Definition.AddConstraint add -> "ADD CONSTRAINT";
            case Definition.DropConstraint drop -> "DROP CONSTRAINT";
            case Definition.ValidateConstraint validate -> "VALIDATE CONSTRAINT";
            case Definition.AddIdentity add -> "ALTER COLUMN ... ADD IDENTITY";
            case Definition.SetIdentity set -> "ALTER COLUMN ... SET";
            case Definition.DropIdentity drop -> "ALTER COLUMN ... DROP IDENTITY";
            case Definition.DropExpression drop -> "ALTER COLUMN ... DROP EXPRESSION";
            case Definition.SetType set -> set.type() == null ? "NOT OF" : "OF";
            default -> "of this kind";
        };
    }

    void drop(CatalogObject view) {
        changes.schema().columns(view).forEach(column -> changes.remove(column.object()));
        changes.remove(view);
    }
}
