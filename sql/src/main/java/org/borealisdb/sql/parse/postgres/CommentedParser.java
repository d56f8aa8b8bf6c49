package org.borealisdb.sql.parse.postgres;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.borealisdb.expr.scalar.Quoting;
import org.borealisdb.sql.ast.QualifiedName;

/** Reads what COMMENT is on, but for functions: gram.y's CommentStmt. Used once. */
final class CommentedParser {
    /** Kinds of objects with a name that may have a schema, by the words that they begin with. */
    private static final Map<Keyword, String> IN_SCHEMAS = Map.of(
            Keyword.TABLE, "table",
            Keyword.VIEW, "view",
            Keyword.INDEX, "index",
            Keyword.SEQUENCE, "sequence",
            Keyword.COLLATION, "collation",
            Keyword.CONVERSION, "conversion",
            Keyword.STATISTICS, "statistics object",
            Keyword.COLUMN, "column");

    /** Kinds of objects with a name alone. */
    private static final Map<Keyword, String> NAMED = Map.of(
            Keyword.DATABASE, "database",
            Keyword.EXTENSION, "extension",
            Keyword.LANGUAGE, "language",
            Keyword.PUBLICATION, "publication",
            Keyword.ROLE, "role",
            Keyword.SCHEMA, "schema",
            Keyword.SERVER, "server",
            Keyword.SUBSCRIPTION, "subscription",
            Keyword.TABLESPACE, "tablespace");

    /** Kinds of objects that are on a relation. */
    private static final Map<Keyword, String> ON_RELATIONS =
            Map.of(Keyword.POLICY, "policy", Keyword.RULE, "rule", Keyword.TRIGGER, "trigger");

    private static final Set<Keyword> OTHERS = EnumSet.of(
            Keyword.ACCESS,
            Keyword.EVENT,
            Keyword.PROCEDURAL,
            Keyword.FOREIGN,
            Keyword.MATERIALIZED,
            Keyword.TYPE,
            Keyword.DOMAIN,
            Keyword.CONSTRAINT,
            Keyword.AGGREGATE,
            Keyword.CAST,
            Keyword.OPERATOR,
            Keyword.TEXT,
            Keyword.TRANSFORM,
            Keyword.LARGE);

    private static final Map<Keyword, String> TEXT_SEARCH = Map.of(
            Keyword.PARSER, "text search parser",
            Keyword.DICTIONARY, "text search dictionary",
            Keyword.TEMPLATE, "text search template",
            Keyword.CONFIGURATION, "text search configuration");

    private final Grammar grammar;
    private final TokenCursor cursor;

    /** An object, as {@code pg_get_object_address} takes it. */
    record Commented(String type, List<String> names, List<String> arguments) {
        private Commented(String type, List<String> names) {
            this(type, names, List.of());
        }
    }

    CommentedParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    Commented parse() {
        Keyword keyword = cursor.keyword();
        if (keyword == null || !isKind(keyword)) {
            throw cursor.unexpected();
        }
        cursor.advance();
        if (IN_SCHEMAS.containsKey(keyword)) {
            QualifiedName name = keyword == Keyword.COLUMN ? grammar.columnName() : grammar.qualifiedName();
            return new Commented(IN_SCHEMAS.get(keyword), name.parts());
        }
        if (NAMED.containsKey(keyword)) {
            return new Commented(NAMED.get(keyword), List.of(cursor.name()));
        }
        if (ON_RELATIONS.containsKey(keyword)) {
            return onRelation(ON_RELATIONS.get(keyword));
        }
        return switch (keyword) {
            case ACCESS -> named(Keyword.METHOD, "access method");
            case EVENT -> named(Keyword.TRIGGER, "event trigger");
            case PROCEDURAL -> named(Keyword.LANGUAGE, "language");
            case FOREIGN -> foreign();
            case MATERIALIZED -> {
                cursor.expect(Keyword.VIEW);
                yield new Commented("materialized view", grammar.qualifiedName().parts());
            }
            case TYPE -> new Commented("type", List.of(type()));
            case DOMAIN -> new Commented("domain", List.of(type()));
            case CONSTRAINT -> constraint();
            case AGGREGATE -> aggregate();
            case CAST -> {
                cursor.expect(TokenKind.LEFT_PARENTHESIS);
                String from = type();
                cursor.expect(Keyword.AS);
                String to = type();
                cursor.expect(TokenKind.RIGHT_PARENTHESIS);
                yield new Commented("cast", List.of(from), List.of(to));
            }
            case OPERATOR -> operator();
            case TEXT -> {
                cursor.expect(Keyword.SEARCH);
                Keyword kind = cursor.keyword();
                if (kind == null || !TEXT_SEARCH.containsKey(kind)) {
                    throw cursor.unexpected();
                }
                cursor.advance();
                yield new Commented(
                        TEXT_SEARCH.get(kind), grammar.qualifiedName().parts());
            }
            case TRANSFORM -> {
                cursor.expect(Keyword.FOR);
                String of = type();
                cursor.expect(Keyword.LANGUAGE);
                yield new Commented("transform", List.of(of), List.of(cursor.name()));
            }
            case LARGE -> {
                cursor.expect(Keyword.OBJECT);
                yield new Commented("large object", List.of(Integer.toString(cursor.signedInteger())));
            }
            default -> throw cursor.unexpected();
        };
    }

    private static boolean isKind(Keyword keyword) {
        return OTHERS.contains(keyword)
                || IN_SCHEMAS.containsKey(keyword)
                || NAMED.containsKey(keyword)
                || ON_RELATIONS.containsKey(keyword);
    }

    private Commented named(Keyword second, String type) {
        cursor.expect(second);
        return new Commented(type, List.of(cursor.name()));
    }

    private Commented foreign() {
        if (cursor.accept(Keyword.TABLE)) {
            return new Commented("foreign table", grammar.qualifiedName().parts());
        }
        cursor.expect(Keyword.DATA);
        return named(Keyword.WRAPPER, "foreign-data wrapper");
    }

    private Commented onRelation(String type) {
        String name = cursor.name();
        cursor.expect(Keyword.ON);
        List<String> names = new ArrayList<>(grammar.qualifiedName().parts());
        names.add(name);
        return new Commented(type, names);
    }

    private Commented constraint() {
        String name = cursor.name();
        cursor.expect(Keyword.ON);
        if (cursor.accept(Keyword.DOMAIN)) {
            String domain = grammar.objectName().parts().stream()
                    .map(Quoting::identifier)
                    .reduce((one, other) -> one + "." + other)
                    .orElseThrow();
            return new Commented("domain constraint", List.of(domain), List.of(name));
        }
        List<String> names = new ArrayList<>(grammar.qualifiedName().parts());
        names.add(name);
        return new Commented("table constraint", names);
    }

    private Commented aggregate() {
        List<String> name = grammar.objectName().parts();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<String> types = new ArrayList<>();
        if (!cursor.acceptOperator("*") && !cursor.at(TokenKind.RIGHT_PARENTHESIS)) {
            do {
                boolean ordered = cursor.accept(Keyword.ORDER);
                if (ordered) {
                    cursor.expect(Keyword.BY);
                }
                types.add(type());
            } while (cursor.accept(TokenKind.COMMA) || cursor.at(Keyword.ORDER));
        }
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Commented("aggregate", name, types);
    }

    private Commented operator() {
        boolean family = cursor.accept(Keyword.FAMILY);
        if (family || cursor.accept(Keyword.CLASS)) {
            List<String> name = grammar.qualifiedName().parts();
            cursor.expect(Keyword.USING);
            List<String> names = new ArrayList<>(List.of(cursor.name()));
            names.addAll(name);
            return new Commented(family ? "operator family" : "operator class", names);
        }
        List<String> name = operatorName();
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        String left = operand();
        cursor.expect(TokenKind.COMMA);
        String right = operand();
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new Commented("operator", name, List.of(left, right));
    }

    private String operand() {
        return cursor.accept(Keyword.NONE) ? "-" : type();
    }

    private List<String> operatorName() {
        List<String> parts = new ArrayList<>();
        while (cursor.kind(1) == TokenKind.DOT) {
            parts.add(cursor.label());
            cursor.expect(TokenKind.DOT);
        }
        if (!cursor.at(TokenKind.OPERATOR)) {
            throw cursor.unexpected();
        }
        parts.add(cursor.value());
        cursor.advance();
        return parts;
    }

    private String type() {
        return grammar.types.parse().written();
    }
}
