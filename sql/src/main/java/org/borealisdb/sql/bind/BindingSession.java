package org.borealisdb.sql.bind;

import java.util.List;
import java.util.Optional;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.scalar.ScalarFunction;
import org.borealisdb.expr.value.TextInput;
import org.borealisdb.sql.catalog.ObjectAddress;
import org.borealisdb.sql.catalog.SchemaReader;
import org.borealisdb.sql.catalog.UserFunction;
import org.borealisdb.sql.plan.CursorRow;
import org.borealisdb.sql.plan.RowFunction;
import org.borealisdb.sql.plan.SetSource;
import org.borealisdb.sql.plan.SubqueryRunner;

/** What binding needs of a session: what it adds to names (functions that know it, tables that are computed), and how a statement runs in it. Belongs to the session's task. */
public interface BindingSession {
    /** Returns the session's functions of a name. */
    List<ScalarFunction> functions(String name);

    /** Returns the function without arguments of a name that returns rows of the session. */
    Optional<RowFunction> rowFunction(String name);

    /** Returns a table that is computed, with the names of its columns. */
    Optional<ComputedTable> table(List<String> name, SchemaReader schema);

    /** Returns a view that is there without being created. */
    Optional<ViewText> view(List<String> name);

    /** Returns what stands in for a relation that is there without being created, with who may do what with it. */
    Optional<CatalogObject> systemRelation(List<String> name, SchemaReader schema);

    /** Returns what stands in for the relations of a schema that are there without being created. */
    List<CatalogObject> systemRelations(String schemaName, SchemaReader schema);

    /** Returns what stands in for the columns of a relation that is there without being created. */
    List<CatalogObject> systemColumns(CatalogObject relation, SchemaReader schema);

    /** Finds an object of any kind, as {@code pg_get_object_address} does. */
    ObjectAddress address(String type, List<String> name, List<String> arguments);

    /** Returns a function that a user made as calls of it are bound. */
    ScalarFunction userFunction(UserFunction function);

    /** Returns the rows of a function that a user made. */
    SetSource userSet(UserFunction function);

    /** Runs subqueries. */
    SubqueryRunner subqueries();

    /** Knows where cursors are. */
    CursorRow.Finder cursorRows();

    /** Returns the session's role, database or schema, and others that CURRENT_... ask for, by the key word in lower case. */
    String current(String word);

    /** Called for every step of planning: gives way to others, and fails if the statement was cancelled or took too long. */
    void step();

    /** Takes memory for what is kept of a step beside that. */
    void take(long bytes);

    /** Returns the LSN of the state that the transaction sees; the largest number if its statements see the newest. */
    long seesFrom();

    /** Returns whether the transaction has changed the catalog itself. */
    boolean hasChangedCatalog();

    /** Reads literals. */
    TextInput textInput();

    /** Returns whether foreign keys are heeded when rows change ({@code session_replication_role}). */
    default boolean heedsReferences() {
        return true;
    }

    /** Returns whether a comparison with NULL is a test for it ({@code transform_null_equals}). */
    default boolean comparesWithNull() {
        return false;
    }
}
