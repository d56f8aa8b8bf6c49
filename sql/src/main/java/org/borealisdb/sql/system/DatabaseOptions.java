package org.borealisdb.sql.system;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.OptionItem;
import org.borealisdb.sql.ast.SourceText;
import org.borealisdb.sql.ast.SyntaxExpression;
import org.borealisdb.sql.catalog.ConnectionRules;

/**
 * The options of CREATE DATABASE. Locales are taken whatever they are: names and texts sort as {@code C.UTF-8} says, in all databases.
 *
 * @param owner the role that is to own it; the one that makes it if none is said
 * @param template the database that it is to be a copy of
 * @param connections who may connect
 */
record DatabaseOptions(Optional<String> owner, String template, ConnectionRules connections) {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,9}");

    /** What a new database is a copy of if nothing is said. */
    private static final String USUAL_TEMPLATE = "template1";

    /**
     * Reads options.
     *
     * @param text the statement's, at which errors point
     * @throws SqlException 42601 if one is unknown or given twice, 0A000 if what it asks for is not there
     */
    static DatabaseOptions of(Definition.CreateDatabase create, String text) {
        Optional<String> owner = Optional.empty();
        String template = USUAL_TEMPLATE;
        ConnectionRules connections = ConnectionRules.USUAL;
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
                case "connection_limit" -> connections = connections.withLimit(limit(item, value));
                case "is_template" -> connections = connections.withTemplate(isOn(item, value));
                case "allow_connections" -> connections = connections.withAllowed(isOn(item, value));
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
        return new DatabaseOptions(owner, template, connections);
    }

    /**
     * Reads options of ALTER DATABASE.
     *
     * @param before who may connect so far
     */
    static ConnectionRules changed(ConnectionRules before, List<OptionItem> options, String text) {
        ConnectionRules connections = before;
        Set<String> named = new HashSet<>();
        for (OptionItem item : options) {
            if (!List.of("connection_limit", "is_template", "allow_connections", "tablespace")
                    .contains(item.name())) {
                throw at(
                        new SqlException(ErrorCode.SYNTAX_ERROR, "option \"" + item.name() + "\" not recognized"),
                        item,
                        text);
            }
            if (!named.add(item.name())) {
                throw at(new SqlException(ErrorCode.SYNTAX_ERROR, "conflicting or redundant options"), item, text);
            }
            if (item.name().equals("tablespace") && options.size() > 1) {
                throw at(
                        new SqlException(
                                ErrorCode.FEATURE_NOT_SUPPORTED,
                                "option \"tablespace\" cannot be specified with other options"),
                        item,
                        text);
            }
            boolean usual = item.value() instanceof SyntaxExpression.DefaultValue;
            connections = switch (item.name()) {
                case "is_template" -> connections.withTemplate(!usual && isOn(item, value(item)));
                case "allow_connections" -> connections.withAllowed(usual || isOn(item, value(item)));
                case "tablespace" -> {
                    if (!usual) {
                        checkTablespace(value(item));
                    }
                    yield connections;
                }
                default -> connections.withLimit(usual ? -1 : limit(item, value(item)));
            };
        }
        return connections;
    }

    private static int limit(OptionItem item, String value) {
        if (!WHOLE.matcher(value).matches()) {
            throw new SqlException(ErrorCode.SYNTAX_ERROR, item.name() + " requires an integer value");
        }
        int limit = Integer.parseInt(value);
        if (limit < -1) {
            throw new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, "invalid connection limit: " + limit);
        }
        return limit;
    }

    private static boolean isOn(OptionItem item, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> true;
            case "false", "off", "0" -> false;
            default -> throw new SqlException(ErrorCode.SYNTAX_ERROR, item.name() + " requires a Boolean value");
        };
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
