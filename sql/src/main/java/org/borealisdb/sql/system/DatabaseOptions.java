package org.borealisdb.sql.system;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.SyntaxExpression;

/**
 * The options of CREATE DATABASE. Locales are taken whatever they are: names and texts sort as {@code C.UTF-8} says, in all databases.
 *
 * @param owner the role that is to own it; the one that makes it if none is said
 * @param template the database that it is to be a copy of
 */
record DatabaseOptions(Optional<String> owner, String template) {
    /** The databases that are empty, as every new one is. */
    static final List<String> EMPTY = List.of("template0", "template1");

    private static final String UNLIMITED = "-1";

    /**
     * Reads options.
     *
     * @param text the statement's, at which errors point
     * @throws SqlException 42601 if one is unknown or given twice, 0A000 if what it asks for is not there
     */
    static DatabaseOptions of(Definition.CreateDatabase create, String text) {
        Optional<String> owner = Optional.empty();
        String template = EMPTY.getLast();
        Set<String> named = new HashSet<>();
        for (OptionItem item : create.options()) {
            if (!named.add(item.name())) {
                throw at(new SqlException(ErrorCode.SYNTAX_ERROR, "conflicting or redundant options"), item, text);
            }
            if (item.value() instanceof SyntaxExpression.DefaultValue) {
                continue;
            }
            String value = value(item);
            switch (item.name()) {
                case "owner" -> owner = Optional.of(value);
                case "template" -> template = value;
                case "encoding" -> checkEncoding(value);
                case "tablespace" -> checkTablespace(value);
                case "strategy" -> checkStrategy(value);
                case "locale_provider" -> only(item, value, "libc");
                case "connection limit", "connection_limit" -> only(item, value, UNLIMITED);
                case "is_template" -> only(item, value, "false", "off", "0");
                case "allow_connections" -> only(item, value, "true", "on", "1");
                case "locale", "lc_collate", "lc_ctype", "collation_version", "location" -> {
                    // Taken without an effect.
                }
                case "icu_locale", "oid" -> only(item, value);
                default ->
                    throw at(
                            new SqlException(ErrorCode.SYNTAX_ERROR, "option \"" + item.name() + "\" not recognized"),
                            item,
                            text);
            }
        }
        return new DatabaseOptions(owner, template);
    }

    private static String value(OptionItem item) {
        return switch (item.value()) {
            case SyntaxExpression.Literal literal -> literal.text();
            case SyntaxExpression.ColumnReference word -> word.names().getLast();
            case null, default -> throw new SqlException(ErrorCode.SYNTAX_ERROR, item.name() + " requires a parameter");
        };
    }

    private static SqlException at(SqlException error, OptionItem item, String text) {
        return SourceText.at(error, text, item.position());
    }

    private static void only(OptionItem item, String value, String... possible) {
        if (!List.of(possible).contains(value.toLowerCase(Locale.ROOT))) {
            throw SqlException.notSupported("\"" + value + "\" for option \"" + item.name() + "\" of a database");
        }
    }

    private static void checkEncoding(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
        // 6 is the number that PostgreSQL has given it.
        if (!List.of("utf8", "unicode", "6").contains(plain)) {
            throw SqlException.notSupported("encoding \"" + name + "\"");
        }
    }

    private static void checkTablespace(String name) {
        if (name.equals("pg_global")) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "pg_global cannot be used as default tablespace");
        }
        if (!name.equals("pg_default")) {
            throw new SqlException(ErrorCode.UNDEFINED_OBJECT, "tablespace \"" + name + "\" does not exist");
        }
    }

    private static void checkStrategy(String name) {
        if (!List.of("wal_log", "file_copy").contains(name.toLowerCase(Locale.ROOT))) {
            throw new SqlException(
                            ErrorCode.INVALID_PARAMETER_VALUE, "invalid create database strategy \"" + name + "\"")
                    .withHint("Valid strategies are \"wal_log\" and \"file_copy\".");
        }
    }
}
