package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TypeName;
import org.jspecify.annotations.Nullable;

/** Reads CREATE TABLE with its columns and constraints, and CREATE TABLE AS. */
final class TableParser {
    private static final Set<Keyword> LIKE_OPTIONS = Set.of(
            Keyword.ALL,
            Keyword.COMMENTS,
            Keyword.COMPRESSION,
            Keyword.CONSTRAINTS,
            Keyword.DEFAULTS,
            Keyword.GENERATED,
            Keyword.IDENTITY,
            Keyword.INDEXES,
            Keyword.STATISTICS,
            Keyword.STORAGE);

    private final Grammar grammar;
    private final TokenCursor cursor;

    TableParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    /** Reads from the name on; CREATE, the persistence and TABLE were read before. */
    Statement create(Definition.Persistence persistence, int position) {
        boolean ifNotExists = grammar.ifNotExists();
        QualifiedName name = grammar.qualifiedName();
        if (cursor.at(Keyword.PARTITION)) {
            throw cursor.notSupported("CREATE TABLE ... " + cursor.value().toUpperCase(Locale.ROOT), position);
        }
        QualifiedName ofType = cursor.accept(Keyword.OF) ? grammar.qualifiedName() : null;
        List<Definition.TypedColumn> typed = new ArrayList<>();
        if (ofType == null && (!cursor.at(TokenKind.LEFT_PARENTHESIS) || isColumnNameList())) {
            return createAs(name, persistence, ifNotExists, position);
        }
        List<Definition.ColumnDefinition> columns = new ArrayList<>();
        List<Definition.Constraint> constraints = new ArrayList<>();
        List<Definition.LikeClause> likes = new ArrayList<>();
        if (ofType != null) {
            typedElements(typed, constraints);
        } else {
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            if (!cursor.at(TokenKind.RIGHT_PARENTHESIS)) {
                do {
                    element(columns, constraints, likes);
                } while (cursor.accept(TokenKind.COMMA));
            }
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        }
        List<QualifiedName> inherits = List.of();
        if (ofType == null && cursor.accept(Keyword.INHERITS)) {
            inherits = grammar.parenthesized(grammar::qualifiedName);
        }
        if (cursor.at(Keyword.PARTITION)) {
            throw cursor.notSupported("PARTITION BY", cursor.position());
        }
        accessMethod();
        List<OptionItem> options = storageOptions();
        Definition.OnCommit onCommit = onCommit();
        String tablespace = tablespace();
        return new Definition.CreateTable(
                name,
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

    /** Returns whether the parentheses hold only names, as in {@code CREATE TABLE t (a, b) AS ...}. */
    private boolean isColumnNameList() {
        TokenKind second = cursor.kind(2);
        return cursor.isName(1) && (second == TokenKind.COMMA || second == TokenKind.RIGHT_PARENTHESIS);
    }

    private Statement createAs(
            QualifiedName name, Definition.Persistence persistence, boolean ifNotExists, int position) {
        List<String> columns = grammar.optionalNameList();
        accessMethod();
        List<OptionItem> options = storageOptions();
        Definition.OnCommit onCommit = onCommit();
        String tablespace = tablespace();
        cursor.expect(Keyword.AS);
        Statement query = cursor.at(Keyword.EXECUTE) ? grammar.sessions.execute() : grammar.query();
        boolean withData = true;
        if (cursor.accept(Keyword.WITH)) {
            withData = !cursor.accept(Keyword.NO);
            cursor.expect(Keyword.DATA);
        }
        return new Definition.CreateTableAs(
                name, persistence, ifNotExists, columns, options, onCommit, tablespace, query, withData, position);
    }

    private void accessMethod() {
        if (cursor.accept(Keyword.USING)) {
            cursor.name();
        }
    }

    private List<OptionItem> storageOptions() {
        if (cursor.at(Keyword.WITHOUT) && cursor.value(1).equals("oids")) {
            cursor.advance();
            cursor.advance();
            return List.of();
        }
        return grammar.optionalWithOptions();
    }

    private Definition.OnCommit onCommit() {
        if (!cursor.accept(Keyword.ON)) {
            return Definition.OnCommit.DEFAULT;
        }
        cursor.expect(Keyword.COMMIT);
        if (cursor.accept(Keyword.DROP)) {
            return Definition.OnCommit.DROP;
        }
        boolean preserve = cursor.accept(Keyword.PRESERVE);
        if (!preserve) {
            cursor.expect(Keyword.DELETE);
        }
        cursor.expect(Keyword.ROWS);
        return preserve ? Definition.OnCommit.PRESERVE_ROWS : Definition.OnCommit.DELETE_ROWS;
    }

    @Nullable
    String tablespace() {
        return cursor.accept(Keyword.TABLESPACE) ? cursor.name() : null;
    }

    /** Reads what a typed table says beside its type: gram.y's OptTypedTableElementList. */
    private void typedElements(List<Definition.TypedColumn> columns, List<Definition.Constraint> constraints) {
        if (!cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            return;
        }
        do {
            if (isTableConstraint()) {
                constraints.add(tableConstraint());
            } else {
                String name = cursor.name();
                if (cursor.accept(Keyword.WITH)) {
                    cursor.expect(Keyword.OPTIONS);
                }
                columns.add(new Definition.TypedColumn(name, columnConstraints()));
            }
        } while (cursor.accept(TokenKind.COMMA));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
    }

    private void element(
            List<Definition.ColumnDefinition> columns,
            List<Definition.Constraint> constraints,
            List<Definition.LikeClause> likes) {
        if (cursor.at(Keyword.LIKE)) {
            likes.add(like());
        } else if (isTableConstraint()) {
            constraints.add(tableConstraint());
        } else {
            columns.add(column());
        }
    }

    boolean isTableConstraint() {
        return cursor.at(Keyword.CONSTRAINT)
                || cursor.at(Keyword.CHECK)
                || cursor.at(Keyword.UNIQUE)
                || cursor.at(Keyword.PRIMARY)
                || cursor.at(Keyword.FOREIGN)
                || (cursor.at(Keyword.EXCLUDE) && cursor.kind(1) != TokenKind.IDENTIFIER);
    }

    private Definition.LikeClause like() {
        int position = cursor.position();
        cursor.expect(Keyword.LIKE);
        QualifiedName table = grammar.qualifiedName();
        List<String> options = new ArrayList<>();
        while (cursor.at(Keyword.INCLUDING) || cursor.at(Keyword.EXCLUDING)) {
            String which = cursor.label();
            Keyword keyword = cursor.keyword();
            if (keyword == null || !LIKE_OPTIONS.contains(keyword)) {
                throw cursor.unexpected();
            }
            options.add(which + " " + cursor.label());
        }
        return new Definition.LikeClause(table, options, position);
    }

    Definition.ColumnDefinition column() {
        int position = cursor.position();
        String name = cursor.name();
        TypeName type = grammar.types.parse();
        String compression = cursor.accept(Keyword.COMPRESSION) ? cursor.label() : null;
        QualifiedName collation = null;
        List<Definition.Constraint> constraints = new ArrayList<>();
        while (true) {
            if (cursor.at(Keyword.COLLATE)) {
                collation = grammar.optionalCollation();
                continue;
            }
            Definition.Constraint constraint = columnConstraint();
            if (constraint == null) {
                break;
            }
            constraints.add(constraint);
        }
        return new Definition.ColumnDefinition(name, type, compression, collation, constraints, position);
    }

    /** Reads the constraints of a column or a domain, as many as there are. */
    List<Definition.Constraint> columnConstraints() {
        List<Definition.Constraint> constraints = new ArrayList<>();
        for (Definition.Constraint next = columnConstraint(); next != null; next = columnConstraint()) {
            constraints.add(next);
        }
        return constraints;
    }

    private Definition.@Nullable Constraint columnConstraint() {
        int position = cursor.position();
        String name = cursor.accept(Keyword.CONSTRAINT) ? cursor.name() : null;
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            if (name != null) {
                throw cursor.unexpected();
            }
            return null;
        }
        return switch (keyword) {
            case NOT -> {
                cursor.advance();
                cursor.expect(Keyword.NULL);
                yield new Definition.NullConstraint(name, true, position);
            }
            case NULL -> {
                cursor.advance();
                yield new Definition.NullConstraint(name, false, position);
            }
            case DEFAULT -> {
                cursor.advance();
                yield new Definition.DefaultConstraint(name, grammar.expressions.parseRestricted(), position);
            }
            case GENERATED -> generated(name, position);
            case CHECK -> check(name, position, true);
            case UNIQUE, PRIMARY -> key(name, position, true);
            case REFERENCES -> references(name, List.of(), position, true);
            default -> {
                if (name != null) {
                    throw cursor.unexpected();
                }
                yield null;
            }
        };
    }

    /** Reads GENERATED ... AS, which stands here. */
    Definition.Constraint generated(@Nullable String name, int position) {
        cursor.expect(Keyword.GENERATED);
        int when = cursor.position();
        boolean always = cursor.accept(Keyword.ALWAYS);
        if (!always) {
            cursor.expect(Keyword.BY);
            cursor.expect(Keyword.DEFAULT);
        }
        cursor.expect(Keyword.AS);
        if (!always && cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            throw cursor.error(
                    ErrorCode.SYNTAX_ERROR, "for a generated column, GENERATED ALWAYS must be specified", when);
        }
        if (always && cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            SyntaxExpression value = grammar.expression();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
            cursor.expect(Keyword.STORED);
            return new Definition.GeneratedConstraint(name, value, position);
        }
        cursor.expect(Keyword.IDENTITY);
        List<OptionItem> options = List.of();
        if (cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            options = grammar.definitions.sequenceOptions();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        }
        return new Definition.IdentityConstraint(
                name, always ? Definition.IdentityKind.ALWAYS : Definition.IdentityKind.BY_DEFAULT, options, position);
    }

    Definition.Constraint tableConstraint() {
        int position = cursor.position();
        String name = cursor.accept(Keyword.CONSTRAINT) ? cursor.name() : null;
        if (cursor.at(Keyword.CHECK)) {
            return check(name, position, false);
        }
        if (cursor.at(Keyword.UNIQUE) || cursor.at(Keyword.PRIMARY)) {
            return key(name, position, false);
        }
        if (cursor.at(Keyword.EXCLUDE)) {
            return exclusion(name, position);
        }
        cursor.expect(Keyword.FOREIGN);
        cursor.expect(Keyword.KEY);
        return references(name, grammar.nameList(), position, false);
    }

    private Definition.Constraint check(@Nullable String name, int position, boolean ofColumn) {
        cursor.expect(Keyword.CHECK);
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        SyntaxExpression condition = grammar.expression();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Definition.CheckConstraint(name, condition, attributes("CHECK", ofColumn, true), position);
    }

    private Definition.Constraint key(@Nullable String name, int position, boolean ofColumn) {
        boolean primary = cursor.accept(Keyword.PRIMARY);
        cursor.expect(primary ? Keyword.KEY : Keyword.UNIQUE);
        boolean nullsNotDistinct = false;
        if (!primary && cursor.accept(Keyword.NULLS)) {
            nullsNotDistinct = cursor.accept(Keyword.NOT);
            cursor.expect(Keyword.DISTINCT);
        }
        List<String> columns = List.of();
        List<String> include = List.of();
        String usingIndex = null;
        if (!ofColumn) {
            if (cursor.accept(Keyword.USING, Keyword.INDEX)) {
                usingIndex = cursor.name();
            } else {
                columns = grammar.nameList();
                include = cursor.accept(Keyword.INCLUDE) ? grammar.nameList() : List.of();
            }
        }
        List<OptionItem> options = grammar.optionalWithOptions();
        String tablespace = indexTablespace();
        return new Definition.KeyConstraint(
                name,
                primary,
                nullsNotDistinct,
                columns,
                include,
                options,
                tablespace,
                usingIndex,
                attributes(primary ? "PRIMARY KEY" : "UNIQUE", ofColumn, false),
                position);
    }

    private Definition.Constraint exclusion(@Nullable String name, int position) {
        cursor.expect(Keyword.EXCLUDE);
        String method = cursor.accept(Keyword.USING) ? cursor.name() : null;
        List<Definition.IndexItem> items = new ArrayList<>();
        List<QualifiedName> operators = new ArrayList<>();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        do {
            items.add(grammar.definitions.indexItem());
            cursor.expect(Keyword.WITH);
            operators.add(grammar.expressions.anyOperator());
        } while (cursor.accept(TokenKind.COMMA));
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        List<String> include = cursor.accept(Keyword.INCLUDE) ? grammar.nameList() : List.of();
        List<OptionItem> options = grammar.optionalWithOptions();
        String tablespace = indexTablespace();
        SyntaxExpression where = null;
        if (cursor.accept(Keyword.WHERE)) {
            cursor.expect(TokenKind.LEFT_PARENTHESIS);
            where = grammar.expression();
            cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        }
        return new Definition.ExclusionConstraint(
                name,
                method,
                items,
                operators,
                include,
                options,
                tablespace,
                where,
                attributes("EXCLUDE", false, false),
                position);
    }

    private @Nullable String indexTablespace() {
        if (!cursor.accept(Keyword.USING, Keyword.INDEX)) {
            return null;
        }
        cursor.expect(Keyword.TABLESPACE);
        return cursor.name();
    }

    private Definition.Constraint references(
            @Nullable String name, List<String> columns, int position, boolean ofColumn) {
        cursor.expect(Keyword.REFERENCES);
        QualifiedName table = grammar.qualifiedName();
        List<String> referenced = grammar.optionalNameList();
        boolean full = isFull();
        Definition.ReferentialAction onDelete = null;
        Definition.ReferentialAction onUpdate = null;
        List<String> setColumns = List.of();
        while (cursor.at(Keyword.ON)) {
            int on = cursor.position();
            cursor.advance();
            boolean delete = cursor.at(Keyword.DELETE);
            if (delete ? onDelete != null : onUpdate != null) {
                throw cursor.unexpected();
            }
            if (delete) {
                cursor.advance();
            } else {
                cursor.expect(Keyword.UPDATE);
            }
            Definition.ReferentialAction action = action();
            boolean sets = action == Definition.ReferentialAction.SET_NULL
                    || action == Definition.ReferentialAction.SET_DEFAULT;
            List<String> columnsToSet = sets ? grammar.optionalNameList() : List.of();
            if (delete) {
                onDelete = action;
                setColumns = columnsToSet;
            } else {
                if (!columnsToSet.isEmpty()) {
                    throw cursor.error(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "a column list with " + action.name().replace('_', ' ')
                                    + " is only supported for ON DELETE actions",
                            on);
                }
                onUpdate = action;
            }
        }
        return new Definition.ForeignKey(
                name,
                columns,
                table,
                referenced,
                full,
                onDelete == null ? Definition.ReferentialAction.NO_ACTION : onDelete,
                setColumns,
                onUpdate == null ? Definition.ReferentialAction.NO_ACTION : onUpdate,
                attributes("FOREIGN KEY", ofColumn, true),
                position);
    }

    private boolean isFull() {
        int position = cursor.position();
        if (!cursor.accept(Keyword.MATCH) || cursor.accept(Keyword.SIMPLE)) {
            return false;
        }
        if (cursor.accept(Keyword.PARTIAL)) {
            throw cursor.error(ErrorCode.FEATURE_NOT_SUPPORTED, "MATCH PARTIAL not yet implemented", position);
        }
        cursor.expect(Keyword.FULL);
        return true;
    }

    private Definition.ReferentialAction action() {
        if (cursor.accept(Keyword.CASCADE)) {
            return Definition.ReferentialAction.CASCADE;
        }
        if (cursor.accept(Keyword.RESTRICT)) {
            return Definition.ReferentialAction.RESTRICT;
        }
        if (cursor.accept(Keyword.NO)) {
            cursor.expect(Keyword.ACTION);
            return Definition.ReferentialAction.NO_ACTION;
        }
        cursor.expect(Keyword.SET);
        if (cursor.accept(Keyword.NULL)) {
            return Definition.ReferentialAction.SET_NULL;
        }
        cursor.expect(Keyword.DEFAULT);
        return Definition.ReferentialAction.SET_DEFAULT;
    }

    /**
     * Reads what may follow a constraint.
     *
     * @param kind of the constraint, for errors
     * @param ofColumn whether it stands with a column
     */
    private Definition.ConstraintAttributes attributes(String kind, boolean ofColumn) {
        Boolean deferrable = null;
        Boolean deferred = null;
        boolean notValid = false;
        boolean noInherit = false;
        while (true) {
            int position = cursor.position();
            if (cursor.accept(Keyword.DEFERRABLE)) {
                deferrable = once(deferrable, true, "DEFERRABLE/NOT DEFERRABLE", ofColumn, position);
            } else if (cursor.accept(Keyword.NOT, Keyword.DEFERRABLE)) {
                deferrable = once(deferrable, false, "DEFERRABLE/NOT DEFERRABLE", ofColumn, position);
            } else if (cursor.accept(Keyword.INITIALLY)) {
                boolean given = cursor.accept(Keyword.DEFERRED);
                if (!given) {
                    cursor.expect(Keyword.IMMEDIATE);
                }
                deferred = once(deferred, given, "INITIALLY IMMEDIATE/DEFERRED", ofColumn, position);
            } else if (!ofColumn && cursor.accept(Keyword.NOT, Keyword.VALID)) {
                notValid = true;
            } else if ((!ofColumn || kind.equals("CHECK")) && cursor.accept(Keyword.NO, Keyword.INHERIT)) {
                noInherit = true;
            } else {
                break;
            }
            checkAttributes(kind, ofColumn, deferrable, deferred, position);
        }
        boolean isDeferred = Boolean.TRUE.equals(deferred);
        return new Definition.ConstraintAttributes(
                isDeferred || Boolean.TRUE.equals(deferrable), isDeferred, notValid, noInherit);
    }

    private Boolean once(@Nullable Boolean before, boolean given, String what, boolean ofColumn, int position) {
        if (before != null && (ofColumn || before != given)) {
            throw cursor.error(
                    ErrorCode.SYNTAX_ERROR,
                    ofColumn ? "multiple " + what + " clauses not allowed" : "conflicting constraint properties",
                    position);
        }
        return given;
    }

    private void checkAttributes(
            String kind, boolean ofColumn, @Nullable Boolean deferrable, @Nullable Boolean deferred, int position) {
        if (Boolean.FALSE.equals(deferrable) && Boolean.TRUE.equals(deferred)) {
            throw cursor.error(
                    ErrorCode.SYNTAX_ERROR, "constraint declared INITIALLY DEFERRED must be DEFERRABLE", position);
        }
        boolean asks = Boolean.TRUE.equals(deferrable) || Boolean.TRUE.equals(deferred);
        if (kind.equals("CHECK") && ofColumn && (deferrable != null || deferred != null)) {
            String clause = deferred != null
                    ? "INITIALLY " + (deferred ? "DEFERRED" : "IMMEDIATE")
                    : Boolean.TRUE.equals(deferrable) ? "DEFERRABLE" : "NOT DEFERRABLE";
            throw cursor.error(ErrorCode.SYNTAX_ERROR, "misplaced " + clause + " clause", position);
        }
        if (kind.equals("CHECK") && asks) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, "CHECK constraints cannot be marked DEFERRABLE");
        }
    }

    /**
     * Reads what may follow a constraint of a kind.
     *
     * @param kind of the constraint, for errors
     * @param ofColumn whether it stands with a column
     * @param validates whether it may be NOT VALID
     */
    Definition.ConstraintAttributes attributes(String kind, boolean ofColumn, boolean validates) {
        Definition.ConstraintAttributes attributes = attributes(kind, ofColumn);
        if (attributes.noInherit() && !kind.equals("CHECK")) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, kind + " constraints cannot be marked NO INHERIT");
        }
        if (attributes.notValid() && !validates) {
            throw new SqlException(ErrorCode.FEATURE_NOT_SUPPORTED, kind + " constraints cannot be marked NOT VALID");
        }
        return attributes;
    }
}
