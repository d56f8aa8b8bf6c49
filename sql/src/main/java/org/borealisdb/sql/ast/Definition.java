package org.borealisdb.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that create, change and drop objects. */
public sealed interface Definition extends Statement {
    /** The kinds of objects that can be dropped or commented on. */
    enum ObjectKind {
        TABLE,
        INDEX,
        VIEW,
        MATERIALIZED_VIEW,
        SEQUENCE,
        SCHEMA,
        DATABASE,
        ROLE,
        COLUMN,
        CONSTRAINT,
        DOMAIN_CONSTRAINT,
        TYPE,
        DOMAIN,
        FUNCTION,
        EXTENSION,
        COLLATION,
        STATISTICS,
        TABLESPACE
    }

    /** How long a table lives and how it is kept. */
    enum Persistence {
        PERMANENT,
        UNLOGGED,
        TEMPORARY
    }

    /** What happens to a temporary table's rows at commit. */
    enum OnCommit {
        DEFAULT,
        PRESERVE_ROWS,
        DELETE_ROWS,
        DROP
    }

    /** What a foreign key does when the referenced row goes or changes. */
    enum ReferentialAction {
        NO_ACTION,
        RESTRICT,
        CASCADE,
        SET_NULL,
        SET_DEFAULT
    }

    /** When an identity column takes a given value. */
    enum IdentityKind {
        ALWAYS,
        BY_DEFAULT
    }

    /** A constraint of a table or of a column. */
    sealed interface Constraint {
        /** Returns the constraint's name, if it has one. */
        @Nullable
        String name();
    }

    /** What may follow a constraint. */
    record ConstraintAttributes(boolean deferrable, boolean initiallyDeferred, boolean notValid, boolean noInherit) {
        /** Nothing given. */
        public static final ConstraintAttributes NONE = new ConstraintAttributes(false, false, false, false);
    }

    /** NOT NULL or NULL of a column. */
    record NullConstraint(@Nullable String name, boolean notNull, int position) implements Constraint {}

    /** DEFAULT of a column. */
    record DefaultConstraint(@Nullable String name, SyntaxExpression value, int position) implements Constraint {}

    /** GENERATED ... AS IDENTITY. */
    record IdentityConstraint(@Nullable String name, IdentityKind kind, List<OptionItem> options, int position)
            implements Constraint {
        /** Copies the options. */
        public IdentityConstraint {
            options = List.copyOf(options);
        }
    }

    /** GENERATED ALWAYS AS (...) STORED. */
    record GeneratedConstraint(@Nullable String name, SyntaxExpression value, int position) implements Constraint {}

    /** CHECK. */
    record CheckConstraint(
            @Nullable String name, SyntaxExpression condition, ConstraintAttributes attributes, int position)
            implements Constraint {}

    /**
     * PRIMARY KEY or UNIQUE; of a column, the list of columns is empty.
     *
     * @param usingIndex the existing index that becomes the constraint's
     */
    record KeyConstraint(
            @Nullable String name,
            boolean primary,
            boolean nullsNotDistinct,
            List<String> columns,
            List<String> include,
            List<OptionItem> options,
            @Nullable String tablespace,
            @Nullable String usingIndex,
            ConstraintAttributes attributes,
            int position)
            implements Constraint {
        /** Copies the lists. */
        public KeyConstraint {
            columns = List.copyOf(columns);
            include = List.copyOf(include);
            options = List.copyOf(options);
        }
    }

    /**
     * EXCLUDE.
     *
     * @param method the access method of its index, if one is named
     * @param operators by which two rows exclude each other, one for each item
     */
    record ExclusionConstraint(
            @Nullable String name,
            @Nullable String method,
            List<IndexItem> items,
            List<QualifiedName> operators,
            List<String> include,
            List<OptionItem> options,
            @Nullable String tablespace,
            @Nullable SyntaxExpression where,
            ConstraintAttributes attributes,
            int position)
            implements Constraint {
        /** Copies the lists. */
        public ExclusionConstraint {
            items = List.copyOf(items);
            operators = List.copyOf(operators);
            include = List.copyOf(include);
            options = List.copyOf(options);
        }
    }

    /**
     * FOREIGN KEY or REFERENCES; of a column, the list of columns is empty.
     *
     * @param full whether it is MATCH FULL
     * @param setColumns those that a deletion sets, if not all
     */
    record ForeignKey(
            @Nullable String name,
            List<String> columns,
            QualifiedName table,
            List<String> referenced,
            boolean full,
            ReferentialAction onDelete,
            List<String> setColumns,
            ReferentialAction onUpdate,
            ConstraintAttributes attributes,
            int position)
            implements Constraint {
        /** Copies the lists. */
        public ForeignKey {
            columns = List.copyOf(columns);
            referenced = List.copyOf(referenced);
            setColumns = List.copyOf(setColumns);
        }
    }

    /**
     * A column of a new table.
     *
     * @param compression the method that its values are compressed with, if it is given
     */
    record ColumnDefinition(
            String name,
            TypeName type,
            @Nullable String compression,
            @Nullable QualifiedName collation,
            List<Constraint> constraints,
            int position) {
        /** Copies the constraints. */
        public ColumnDefinition {
            constraints = List.copyOf(constraints);
        }
    }

    /** {@code name WITH OPTIONS constraints} of a column of a typed table. */
    record TypedColumn(String name, List<Constraint> constraints) {
        /** Copies the constraints. */
        public TypedColumn {
            constraints = List.copyOf(constraints);
        }
    }

    /** {@code LIKE table INCLUDING ...}; the options are words such as {@code including all}. */
    record LikeClause(QualifiedName table, List<String> options, int position) {
        /** Copies the options. */
        public LikeClause {
            options = List.copyOf(options);
        }
    }

    /**
     * CREATE TABLE.
     *
     * @param ofType the type whose attributes its columns are, if one is named
     * @param typed what is said of those columns
     */
    record CreateTable(
            QualifiedName name,
            Persistence persistence,
            boolean ifNotExists,
            @Nullable QualifiedName ofType,
            List<TypedColumn> typed,
            List<ColumnDefinition> columns,
            List<Constraint> constraints,
            List<LikeClause> likes,
            List<QualifiedName> inherits,
            List<OptionItem> options,
            OnCommit onCommit,
            @Nullable String tablespace,
            int position)
            implements Definition {
        /** Copies the lists. */
        public CreateTable {
            typed = List.copyOf(typed);
            columns = List.copyOf(columns);
            constraints = List.copyOf(constraints);
            likes = List.copyOf(likes);
            inherits = List.copyOf(inherits);
            options = List.copyOf(options);
        }

        /** Returns the same of another name. */
        public CreateTable named(QualifiedName other) {
            return new CreateTable(
                    other,
                    persistence,
                    ifNotExists,
                    ofType,
                    typed,
                    columns,
                    constraints,
                    likes,
                    inherits,
                    options,
                    onCommit,
                    tablespace,
                    position);
        }
    }

    /** CREATE TABLE AS; the query may be an EXECUTE. */
    record CreateTableAs(
            QualifiedName name,
            Persistence persistence,
            boolean ifNotExists,
            List<String> columns,
            List<OptionItem> options,
            OnCommit onCommit,
            @Nullable String tablespace,
            Statement query,
            boolean withData,
            int position)
            implements Definition {
        /** Copies the lists. */
        public CreateTableAs {
            columns = List.copyOf(columns);
            options = List.copyOf(options);
        }

        /** Returns the same of another query. */
        public CreateTableAs of(Query other) {
            return new CreateTableAs(
                    new QualifiedName(name.parts(), -1),
                    persistence,
                    ifNotExists,
                    columns,
                    options,
                    onCommit,
                    tablespace,
                    other,
                    withData,
                    -1);
        }

        /** Returns the same of an empty table. */
        public CreateTableAs withoutData() {
            return new CreateTableAs(
                    name, persistence, ifNotExists, columns, options, onCommit, tablespace, query, false, position);
        }
    }

    /** An item of an index: a column reference or an expression, with operator class and collation. */
    record IndexItem(
            OrderItem item,
            @Nullable QualifiedName collation,
            @Nullable QualifiedName operatorClass) {}

    /** CREATE INDEX. */
    record CreateIndex(
            @Nullable String name,
            QualifiedName table,
            boolean unique,
            boolean concurrently,
            boolean ifNotExists,
            @Nullable String method,
            List<IndexItem> items,
            List<String> include,
            boolean nullsNotDistinct,
            List<OptionItem> options,
            @Nullable String tablespace,
            @Nullable SyntaxExpression where,
            int position)
            implements Definition {
        /** Copies the lists. */
        public CreateIndex {
            items = List.copyOf(items);
            include = List.copyOf(include);
            options = List.copyOf(options);
        }
    }

    /**
     * CREATE VIEW.
     *
     * @param query what it shows; that of a recursive view reads it in a WITH RECURSIVE
     * @param checkOption {@code local} or {@code cascaded} of WITH CHECK OPTION
     * @param queryStart where the query that is written begins in the source text
     * @param queryEnd where it ends
     */
    record CreateView(
            QualifiedName name,
            boolean replace,
            Persistence persistence,
            boolean recursive,
            List<String> columns,
            List<OptionItem> options,
            Query query,
            @Nullable String checkOption,
            int queryStart,
            int queryEnd)
            implements Definition {
        /** Copies the lists. */
        public CreateView {
            columns = List.copyOf(columns);
            options = List.copyOf(options);
        }

        /** Returns the same of another name. */
        public CreateView named(QualifiedName other) {
            return new CreateView(
                    other, replace, persistence, recursive, columns, options, query, checkOption, queryStart, queryEnd);
        }
    }

    /** CREATE SEQUENCE. */
    record CreateSequence(QualifiedName name, Persistence persistence, boolean ifNotExists, List<OptionItem> options)
            implements Definition {
        /** Copies the options. */
        public CreateSequence {
            options = List.copyOf(options);
        }
    }

    /** ALTER SEQUENCE. */
    record AlterSequence(QualifiedName name, boolean ifExists, List<OptionItem> options) implements Definition {
        /** Copies the options. */
        public AlterSequence {
            options = List.copyOf(options);
        }
    }

    /**
     * CREATE SCHEMA.
     *
     * @param name that of the owner if there is none
     * @param elements what is made in it, and granted
     */
    record CreateSchema(
            @Nullable String name,
            boolean ifNotExists,
            @Nullable RoleName owner,
            List<Statement> elements) implements Definition {
        /** Copies the elements. */
        public CreateSchema {
            elements = List.copyOf(elements);
        }
    }

    /** CREATE DATABASE. */
    record CreateDatabase(String name, List<OptionItem> options, int position) implements Definition {
        /** Copies the options. */
        public CreateDatabase {
            options = List.copyOf(options);
        }
    }

    /** CREATE EXTENSION; where it goes and in which version is not kept, for there is nothing to choose from. */
    record CreateExtension(String name, boolean ifNotExists) implements Definition {}

    /**
     * DROP of any kind of object.
     *
     * @param cascade whether what depends on them goes as well; of a database, whether its sessions are ended (WITH (FORCE))
     */
    record Drop(
            ObjectKind kind,
            List<QualifiedName> names,
            boolean ifExists,
            boolean cascade,
            boolean concurrently,
            int position)
            implements Definition {
        /** Copies the names. */
        public Drop {
            names = List.copyOf(names);
        }
    }

    /** ALTER TABLE and its like on indexes, views and sequences. */
    record AlterTable(
            ObjectKind kind,
            QualifiedName name,
            boolean ifExists,
            boolean only,
            List<TableAction> actions,
            int position)
            implements Definition {
        /** Copies the actions. */
        public AlterTable {
            actions = List.copyOf(actions);
        }
    }

    /**
     * ALTER SCHEMA and ALTER DATABASE.
     *
     * @param action a new name or owner
     */
    record AlterContainer(ObjectKind kind, String name, TableAction action) implements Definition {}

    /** ALTER DATABASE with options. */
    record AlterDatabase(String name, List<OptionItem> options) implements Definition {
        /** Copies the options. */
        public AlterDatabase {
            options = List.copyOf(options);
        }
    }

    /** One action of ALTER TABLE. */
    sealed interface TableAction {}

    /** ADD COLUMN. */
    record AddColumn(ColumnDefinition column, boolean ifNotExists) implements TableAction {}

    /** DROP COLUMN. */
    record DropColumn(String column, boolean ifExists, boolean cascade) implements TableAction {}

    /** RENAME COLUMN. */
    record RenameColumn(String column, String newName) implements TableAction {}

    /** RENAME TO. */
    record Rename(String newName) implements TableAction {}

    /** RENAME CONSTRAINT. */
    record RenameConstraint(String constraint, String newName) implements TableAction {}

    /** SET SCHEMA. */
    record SetSchema(String schema) implements TableAction {}

    /** ADD CONSTRAINT. */
    record AddConstraint(Constraint constraint) implements TableAction {}

    /** DROP CONSTRAINT. */
    record DropConstraint(String constraint, boolean ifExists, boolean cascade) implements TableAction {}

    /** VALIDATE CONSTRAINT. */
    record ValidateConstraint(String constraint) implements TableAction {}

    /** ALTER CONSTRAINT: what it says about waiting. */
    record AlterConstraint(String constraint, ConstraintAttributes attributes) implements TableAction {}

    /** ALTER COLUMN ... TYPE. */
    record AlterColumnType(
            String column,
            TypeName type,
            @Nullable QualifiedName collation,
            @Nullable SyntaxExpression using) implements TableAction {}

    /** ALTER COLUMN ... SET DEFAULT, or DROP DEFAULT without a value. */
    record AlterColumnDefault(String column, @Nullable SyntaxExpression value) implements TableAction {}

    /** ALTER COLUMN ... SET or DROP NOT NULL. */
    record AlterColumnNull(String column, boolean notNull) implements TableAction {}

    /** ALTER COLUMN ... DROP EXPRESSION. */
    record DropExpression(String column, boolean ifExists) implements TableAction {}

    /** ALTER COLUMN ... ADD GENERATED ... AS IDENTITY. */
    record AddIdentity(String column, IdentityConstraint identity) implements TableAction {}

    /** ALTER COLUMN ... SET GENERATED, SET with options of the sequence, or RESTART; the kind is missing if it is not set. */
    record SetIdentity(String column, @Nullable IdentityKind kind, List<OptionItem> options) implements TableAction {
        /** Copies the options. */
        public SetIdentity {
            options = List.copyOf(options);
        }
    }

    /** ALTER COLUMN ... DROP IDENTITY. */
    record DropIdentity(String column, boolean ifExists) implements TableAction {}

    /** OWNER TO. */
    record ChangeOwner(RoleName owner) implements TableAction {}

    /** OF with the name of a type, or NOT OF without one. */
    record SetType(@Nullable QualifiedName type) implements TableAction {}

    /** SET or RESET (options); a reset option has no value. */
    record SetOptions(List<OptionItem> options, boolean reset) implements TableAction {
        /** Copies the options. */
        public SetOptions {
            options = List.copyOf(options);
        }
    }

    /** How a column is kept, and what ANALYZE finds out about it. */
    enum ColumnSetting {
        STATISTICS,
        STORAGE,
        COMPRESSION
    }

    /**
     * ALTER COLUMN ... SET STATISTICS, STORAGE or COMPRESSION.
     *
     * @param column its name
     */
    record SetColumn(String column, ColumnSetting setting, String value) implements TableAction {}

    /** ALTER COLUMN number SET STATISTICS, of an index. */
    record SetIndexStatistics(int number, int target) implements TableAction {}

    /** ALTER COLUMN ... SET or RESET (options); a reset option has no value. */
    record SetColumnOptions(String column, List<OptionItem> options, boolean reset) implements TableAction {
        /** Copies the options. */
        public SetColumnOptions {
            options = List.copyOf(options);
        }
    }

    /** SET TABLESPACE. */
    record SetTablespace(String tablespace) implements TableAction {}

    /** What ALTER TABLE says of how rows are kept, and of what is done beside changing them. */
    enum StorageChange {
        CLUSTER_ON,
        WITHOUT_CLUSTER,
        WITHOUT_OIDS,
        LOGGED,
        UNLOGGED,
        REPLICA_IDENTITY,
        REPLICA_IDENTITY_INDEX,
        ENABLE_TRIGGER,
        DISABLE_TRIGGER,
        ENABLE_ALL_TRIGGERS,
        DISABLE_ALL_TRIGGERS,
        WITHOUT_ROW_SECURITY;

        /** Returns whether it says if what is kept is logged. */
        public boolean isOfLogging() {
            return this == LOGGED || this == UNLOGGED;
        }
    }

    /**
     * One of those.
     *
     * @param name of the index or trigger, or the word that follows; null if there is none
     */
    record ChangeStorage(StorageChange change, @Nullable String name) implements TableAction {}
}
