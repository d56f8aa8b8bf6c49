package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.FunctionStatement;
import org.borealisdb.sql.ast.FunctionStatement.Mode;
import org.borealisdb.sql.ast.Maintenance;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.RoleName;
import org.borealisdb.sql.ast.SessionStatement;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.ast.TypeName;
import org.jspecify.annotations.Nullable;

/** Reads CREATE, ALTER and DROP of functions and procedures. */
final class FunctionParser {
    private static final String RETURN = "RETURN";

    /** What RETURN with an expression means among the statements of a body: as long a word, so that positions stay. */
    private static final String SELECT = "SELECT";

    /** What begins that which may be said of functions only. */
    private static final Set<Keyword> OF_FUNCTIONS = EnumSet.of(
            Keyword.IMMUTABLE,
            Keyword.STABLE,
            Keyword.VOLATILE,
            Keyword.STRICT,
            Keyword.CALLED,
            Keyword.RETURNS,
            Keyword.LEAKPROOF,
            Keyword.NOT,
            Keyword.PARALLEL,
            Keyword.COST,
            Keyword.ROWS);

    private final Grammar grammar;
    private final TokenCursor cursor;
    /** Whether the parameters that were read last say which modes they have. */
    private boolean modes;

    FunctionParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    /** What was said so far of a function. */
    private static final class Said {
        private final boolean procedure;
        private @Nullable String language;
        private FunctionStatement.@Nullable Volatility volatility;
        private @Nullable Boolean strict;
        private @Nullable Boolean definer;
        private @Nullable Boolean leakproof;
        private FunctionStatement.@Nullable Parallel parallel;
        private @Nullable Double cost;
        private @Nullable Double rows;
        private final List<FunctionStatement.SettingClause> settings = new ArrayList<>();
        private FunctionStatement.@Nullable Body body;

        Said(boolean procedure) {
            this.procedure = procedure;
        }

        FunctionStatement.Options options() {
            return new FunctionStatement.Options(
                    language, volatility, strict, definer, leakproof, parallel, cost, rows, settings);
        }
    }

    Statement create(boolean replace, int position) {
        boolean procedure = cursor.accept(Keyword.PROCEDURE);
        if (!procedure) {
            cursor.expect(Keyword.FUNCTION);
        }
        QualifiedName name = functionName();
        List<FunctionStatement.Parameter> parameters = new ArrayList<>();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        if (!cursor.at(TokenKind.RIGHT_PARENTHESIS)) {
            parameters.addAll(grammar.list(this::parameter));
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        TypeName returns = null;
        if (!procedure && cursor.accept(Keyword.RETURNS)) {
            if (cursor.at(Keyword.TABLE)) {
                cursor.advance();
                parameters.addAll(grammar.parenthesized(this::tableColumn));
            } else {
                returns = grammar.types.parseOfFunction();
            }
        }
        Said said = new Said(procedure);
        while (option(said, true)) {
            // One after the other.
        }
        if (cursor.at(Keyword.RETURN)) {
            cursor.advance();
            int start = cursor.position();
            grammar.expression();
            body(said, FunctionStatement.BodyKind.RETURN, start, List.of());
        } else if (cursor.at(Keyword.BEGIN)) {
            atomic(said);
        }
        return new FunctionStatement.Create(
                name, procedure, replace, parameters, returns, said.options(), said.body, position);
    }

    QualifiedName functionName() {
        int position = cursor.position();
        return grammar.objectName(cursor.isName(0) ? cursor.name() : cursor.typeOrFunctionName(), position);
    }

    private void body(Said said, FunctionStatement.BodyKind kind, int start, List<Integer> returns) {
        if (said.body != null) {
            throw new SqlException(ErrorCode.INVALID_FUNCTION_DEFINITION, "duplicate function body specified");
        }
        String text = cursor.tokens().text().substring(start, Math.max(start, cursor.previousEnd()));
        StringBuilder statements = new StringBuilder(text);
        returns.forEach(place -> statements.replace(place, place + RETURN.length(), SELECT));
        said.body = new FunctionStatement.Body(kind, statements.toString(), start);
    }

    private void atomic(Said said) {
        cursor.expect(Keyword.BEGIN);
        cursor.expect(Keyword.ATOMIC);
        int start = cursor.position();
        List<Integer> returns = new ArrayList<>();
        while (!cursor.at(Keyword.END)) {
            if (cursor.accept(TokenKind.SEMICOLON)) {
                continue;
            }
            if (cursor.at(Keyword.RETURN)) {
                returns.add(cursor.position() - start);
                cursor.advance();
                grammar.expression();
            } else if (grammar.statements.parse() instanceof Maintenance.Call) {
                throw new SqlException(
                        ErrorCode.FEATURE_NOT_SUPPORTED, "CALL is not yet supported in unquoted SQL function body");
            }
            cursor.expect(TokenKind.SEMICOLON);
        }
        body(said, FunctionStatement.BodyKind.ATOMIC, start, returns);
        cursor.expect(Keyword.END);
    }

    private FunctionStatement.Parameter tableColumn() {
        int position = cursor.position();
        return new FunctionStatement.Parameter(
                cursor.typeOrFunctionName(), Mode.TABLE, grammar.types.parseOfFunction(), null, position);
    }

    private @Nullable Mode mode() {
        if (cursor.accept(Keyword.IN)) {
            return cursor.accept(Keyword.OUT) ? Mode.INOUT : Mode.IN;
        }
        if (cursor.accept(Keyword.OUT)) {
            return Mode.OUT;
        }
        if (cursor.accept(Keyword.INOUT)) {
            return Mode.INOUT;
        }
        return cursor.accept(Keyword.VARIADIC) ? Mode.VARIADIC : null;
    }

    private FunctionStatement.Parameter parameter() {
        FunctionStatement.Parameter read = parameterWithoutDefault();
        SyntaxExpression value = null;
        if (cursor.accept(Keyword.DEFAULT) || cursor.acceptOperator("=")) {
            value = grammar.expression();
        }
        return new FunctionStatement.Parameter(read.name(), read.mode(), read.type(), value, read.position());
    }

    FunctionStatement.Parameter parameterWithoutDefault() {
        int position = cursor.position();
        Mode mode = mode();
        String name = "";
        if (cursor.isName(0, false, true) && isType(1)) {
            name = cursor.typeOrFunctionName();
        }
        if (mode == null) {
            mode = mode();
        }
        modes |= mode != null;
        return new FunctionStatement.Parameter(
                name, mode == null ? Mode.IN : mode, grammar.types.parseOfFunction(), null, position);
    }

    /** Whether a type, or a mode before it, begins at a token: then what is before it is a name. */
    private boolean isType(int ahead) {
        boolean precision = cursor.keyword(ahead - 1) == Keyword.DOUBLE && cursor.keyword(ahead) == Keyword.PRECISION;
        Keyword keyword = cursor.keyword(ahead);
        boolean suffix = keyword == Keyword.VARYING || keyword == Keyword.WITH || keyword == Keyword.WITHOUT;
        boolean mode = keyword == Keyword.IN
                || keyword == Keyword.OUT
                || keyword == Keyword.INOUT
                || keyword == Keyword.VARIADIC;
        return !precision && !suffix && (mode || keyword == Keyword.SETOF || cursor.isName(ahead, true, true));
    }

    /** Reads one thing that may be said of a function. */
    private boolean option(Said said, boolean creates) {
        int position = cursor.position();
        Keyword keyword = cursor.keyword();
        if (keyword == null) {
            return false;
        }
        boolean taken = readOption(said, creates, keyword, position);
        if (taken && said.procedure && OF_FUNCTIONS.contains(keyword)) {
            throw cursor.error(
                    ErrorCode.INVALID_FUNCTION_DEFINITION, "invalid attribute in procedure definition", position);
        }
        return taken;
    }

    private boolean readOption(Said said, boolean creates, Keyword keyword, int position) {
        switch (keyword) {
            case LANGUAGE -> {
                cursor.advance();
                once(said.language, position);
                said.language = cursor.at(TokenKind.STRING) ? cursor.string() : cursor.label();
            }
            case IMMUTABLE, STABLE, VOLATILE -> {
                cursor.advance();
                once(said.volatility, position);
                said.volatility = FunctionStatement.Volatility.valueOf(keyword.name());
            }
            case STRICT -> {
                cursor.advance();
                once(said.strict, position);
                said.strict = true;
            }
            case CALLED, RETURNS -> {
                cursor.advance();
                once(said.strict, position);
                said.strict = keyword == Keyword.RETURNS;
                if (keyword == Keyword.RETURNS) {
                    cursor.expect(Keyword.NULL);
                }
                cursor.expect(Keyword.ON);
                cursor.expect(Keyword.NULL);
                cursor.expect(Keyword.INPUT);
            }
            case EXTERNAL, SECURITY -> {
                cursor.accept(Keyword.EXTERNAL);
                cursor.expect(Keyword.SECURITY);
                once(said.definer, position);
                said.definer = cursor.accept(Keyword.DEFINER);
                if (!said.definer) {
                    cursor.expect(Keyword.INVOKER);
                }
            }
            case LEAKPROOF, NOT -> {
                boolean not = cursor.accept(Keyword.NOT);
                cursor.expect(Keyword.LEAKPROOF);
                once(said.leakproof, position);
                said.leakproof = !not;
            }
            case PARALLEL -> {
                cursor.advance();
                once(said.parallel, position);
                said.parallel = parallel();
            }
            case COST, ROWS -> {
                cursor.advance();
                SyntaxExpression.Literal number = (SyntaxExpression.Literal) grammar.literalValue();
                once(keyword == Keyword.COST ? said.cost : said.rows, position);
                if (keyword == Keyword.COST) {
                    said.cost = Double.parseDouble(number.text());
                } else {
                    said.rows = Double.parseDouble(number.text());
                }
            }
            case SET, RESET -> said.settings.add(setting(position));
            case SUPPORT, TRANSFORM, WINDOW -> throw cursor.notSupported(keyword.name() + " of a function", position);
            case AS -> {
                if (!creates) {
                    return false;
                }
                cursor.advance();
                int start = cursor.position();
                String text = cursor.string();
                if (said.body != null) {
                    throw cursor.syntaxError("conflicting or redundant options", position);
                }
                said.body = new FunctionStatement.Body(FunctionStatement.BodyKind.STRING, text, start);
                if (cursor.at(TokenKind.COMMA)) {
                    throw cursor.notSupported("a function in an object file", cursor.position());
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private FunctionStatement.SettingClause setting(int position) {
        if (cursor.at(Keyword.RESET)) {
            SessionStatement.Reset reset = (SessionStatement.Reset) grammar.sessions.reset();
            return new FunctionStatement.SettingClause(
                    reset.name().equals("all") ? null : reset.name(), false, List.of());
        }
        cursor.expect(Keyword.SET);
        return switch (grammar.sessions.setVariable(false)) {
            case SessionStatement.Set set -> new FunctionStatement.SettingClause(set.name(), false, set.values());
            case SessionStatement.SetFromCurrent set ->
                new FunctionStatement.SettingClause(set.name(), true, List.of());
            default -> throw cursor.notSupported("this setting of a function", position);
        };
    }

    private FunctionStatement.Parallel parallel() {
        int position = cursor.position();
        String word = cursor.label();
        return switch (word) {
            case "unsafe" -> FunctionStatement.Parallel.UNSAFE;
            case "restricted" -> FunctionStatement.Parallel.RESTRICTED;
            case "safe" -> FunctionStatement.Parallel.SAFE;
            default -> throw cursor.syntaxError("parameter \"parallel\" must be SAFE, RESTRICTED, or UNSAFE", position);
        };
    }

    private void once(@Nullable Object before, int position) {
        if (before != null) {
            throw cursor.syntaxError("conflicting or redundant options", position);
        }
    }

    Statement drop(Keyword word) {
        cursor.advance();
        boolean ifExists = grammar.ifExists();
        List<FunctionStatement.Signature> signatures = grammar.list(() -> signature(word));
        return new FunctionStatement.Drop(word.name(), signatures, ifExists, grammar.cascade());
    }

    /** Reads a function's name, perhaps with its parameters, of which only the input's types matter. */
    FunctionStatement.Signature signature() {
        QualifiedName name = functionName();
        if (!cursor.accept(TokenKind.LEFT_PARENTHESIS)) {
            return new FunctionStatement.Signature(name, null, false);
        }
        List<TypeName> types = new ArrayList<>();
        modes = false;
        if (!cursor.at(TokenKind.RIGHT_PARENTHESIS)) {
            for (FunctionStatement.Parameter parameter : grammar.list(this::parameterWithoutDefault)) {
                if (parameter.isInput()) {
                    types.add(parameter.type());
                }
            }
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new FunctionStatement.Signature(name, types, modes);
    }

    private FunctionStatement.Signature signature(Keyword word) {
        return word == Keyword.AGGREGATE ? grammar.operators.aggregateSignature() : signature();
    }

    Statement comment(Keyword word) {
        cursor.advance();
        FunctionStatement.Signature signature = signature(word);
        cursor.expect(Keyword.IS);
        String text = cursor.accept(Keyword.NULL) ? null : cursor.string();
        return new FunctionStatement.Comment(word.name(), signature, text);
    }

    Statement alter(Keyword word) {
        cursor.advance();
        FunctionStatement.Signature signature = signature(word);
        String newName = null;
        RoleName owner = null;
        String schema = null;
        Said said = new Said(word == Keyword.PROCEDURE);
        if (cursor.accept(Keyword.RENAME)) {
            cursor.expect(Keyword.TO);
            newName = cursor.name();
        } else if (cursor.accept(Keyword.OWNER)) {
            cursor.expect(Keyword.TO);
            owner = grammar.roles.role();
        } else if (cursor.accept(Keyword.SET, Keyword.SCHEMA)) {
            schema = cursor.name();
        } else {
            if (word == Keyword.AGGREGATE || !option(said, false)) {
                throw cursor.unexpected();
            }
            while (option(said, false)) {
                // One after the other.
            }
            cursor.accept(Keyword.RESTRICT);
        }
        return new FunctionStatement.Alter(word.name(), signature, newName, owner, schema, said.options());
    }
}
