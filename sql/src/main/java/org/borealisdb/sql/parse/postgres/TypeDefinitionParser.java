package org.borealisdb.sql.parse.postgres;

import java.util.List;
import org.borealisdb.sql.ast.Definition;
import org.borealisdb.sql.ast.QualifiedName;
import org.borealisdb.sql.ast.Statement;
import org.borealisdb.sql.ast.TypeDefinition;
import org.borealisdb.sql.ast.TypeName;

/** Reads CREATE and ALTER of types and domains. */
final class TypeDefinitionParser {
    private final Grammar grammar;
    private final TokenCursor cursor;

    TypeDefinitionParser(Grammar grammar) {
        this.grammar = grammar;
        this.cursor = grammar.cursor;
    }

    Statement createType(int position) {
        cursor.expect(Keyword.TYPE);
        QualifiedName name = grammar.objectName();
        if (!cursor.at(Keyword.AS)) {
            throw cursor.notSupported("CREATE TYPE of a base type", position);
        }
        cursor.expect(Keyword.AS);
        if (cursor.at(Keyword.RANGE)) {
            throw cursor.notSupported("CREATE TYPE AS RANGE", position);
        }
        if (cursor.at(TokenKind.LEFT_PARENTHESIS)) {
            return new TypeDefinition.CreateComposite(name, attributes());
        }
        cursor.expect(Keyword.ENUM);
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<String> labels = cursor.at(TokenKind.RIGHT_PARENTHESIS) ? List.of() : grammar.list(cursor::string);
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return new TypeDefinition.CreateEnum(name, labels);
    }

    private List<TypeDefinition.Attribute> attributes() {
        cursor.expect(TokenKind.LEFT_PARENTHESIS);
        List<TypeDefinition.Attribute> attributes =
                cursor.at(TokenKind.RIGHT_PARENTHESIS) ? List.of() : grammar.list(this::attribute);
        cursor.expect(TokenKind.RIGHT_PARENTHESIS);
        return attributes;
    }

    private TypeDefinition.Attribute attribute() {
        String name = cursor.name();
        return attribute(name);
    }

    private TypeDefinition.Attribute attribute(String name) {
        TypeName type = grammar.types.parse();
        QualifiedName collation = grammar.optionalCollation();
        return new TypeDefinition.Attribute(name, type, collation);
    }

    private TypeDefinition.AttributeAction attributeAction() {
        if (cursor.accept(Keyword.ADD)) {
            cursor.expect(Keyword.ATTRIBUTE);
            return new TypeDefinition.AddAttribute(attribute(), grammar.cascade());
        }
        if (cursor.accept(Keyword.DROP)) {
            cursor.expect(Keyword.ATTRIBUTE);
            boolean ifExists = grammar.ifExists();
            return new TypeDefinition.DropAttribute(cursor.name(), ifExists, grammar.cascade());
        }
        cursor.expect(Keyword.ALTER);
        cursor.expect(Keyword.ATTRIBUTE);
        String name = cursor.name();
        if (cursor.accept(Keyword.SET)) {
            cursor.expect(Keyword.DATA);
        }
        cursor.expect(Keyword.TYPE);
        return new TypeDefinition.ChangeAttribute(attribute(name), grammar.cascade());
    }

    Statement createDomain() {
        cursor.expect(Keyword.DOMAIN);
        QualifiedName name = grammar.objectName();
        cursor.accept(Keyword.AS);
        TypeName type = grammar.types.parse();
        QualifiedName collation = grammar.optionalCollation();
        return new TypeDefinition.CreateDomain(name, type, collation, grammar.tables.columnConstraints());
    }

    Statement alterType(int position) {
        cursor.expect(Keyword.TYPE);
        QualifiedName name = grammar.objectName();
        TypeDefinition.Action action;
        if (cursor.at(Keyword.ADD, Keyword.VALUE)) {
            cursor.advance();
            action = addValue();
        } else if (cursor.at(Keyword.RENAME, Keyword.VALUE)) {
            cursor.advance();
            cursor.advance();
            String value = cursor.string();
            cursor.expect(Keyword.TO);
            action = new TypeDefinition.RenameValue(value, cursor.string());
        } else if (cursor.at(Keyword.RENAME, Keyword.ATTRIBUTE)) {
            cursor.advance();
            cursor.advance();
            String attribute = cursor.name();
            cursor.expect(Keyword.TO);
            action = new TypeDefinition.RenameAttribute(attribute, cursor.name(), grammar.cascade());
        } else if (cursor.at(Keyword.ADD) || cursor.at(Keyword.DROP) || cursor.at(Keyword.ALTER)) {
            action = new TypeDefinition.AlterAttributes(grammar.list(this::attributeAction));
        } else if (cursor.at(Keyword.SET) && cursor.kind(1) == TokenKind.LEFT_PARENTHESIS) {
            throw cursor.notSupported("this form of ALTER TYPE", position);
        } else {
            action = shared();
        }
        return new TypeDefinition.Alter(Definition.ObjectKind.TYPE, name, action);
    }

    private TypeDefinition.Action addValue() {
        cursor.expect(Keyword.VALUE);
        boolean ifNotExists = grammar.ifNotExists();
        String value = cursor.string();
        boolean before = cursor.accept(Keyword.BEFORE);
        String neighbour = before || cursor.accept(Keyword.AFTER) ? cursor.string() : null;
        return new TypeDefinition.AddValue(value, ifNotExists, neighbour, before);
    }

    /** What types and domains have in common. */
    private TypeDefinition.Action shared() {
        if (cursor.accept(Keyword.RENAME)) {
            cursor.expect(Keyword.TO);
            return new TypeDefinition.Rename(cursor.name());
        }
        if (cursor.accept(Keyword.OWNER)) {
            cursor.expect(Keyword.TO);
            return new TypeDefinition.ChangeOwner(grammar.roles.role());
        }
        cursor.expect(Keyword.SET);
        cursor.expect(Keyword.SCHEMA);
        return new TypeDefinition.SetSchema(cursor.name());
    }

    Statement alterDomain() {
        cursor.expect(Keyword.DOMAIN);
        QualifiedName name = grammar.objectName();
        return new TypeDefinition.Alter(Definition.ObjectKind.DOMAIN, name, domainAction());
    }

    private TypeDefinition.Action domainAction() {
        if (cursor.at(Keyword.SET) && !cursor.at(Keyword.SET, Keyword.SCHEMA)) {
            cursor.advance();
            if (cursor.accept(Keyword.DEFAULT)) {
                return new TypeDefinition.SetDefault(grammar.expression());
            }
            cursor.expect(Keyword.NOT);
            cursor.expect(Keyword.NULL);
            return new TypeDefinition.SetNotNull(true);
        }
        if (cursor.accept(Keyword.DROP)) {
            return drop();
        }
        if (cursor.accept(Keyword.ADD)) {
            return new TypeDefinition.AddConstraint(grammar.tables.tableConstraint());
        }
        if (cursor.at(Keyword.RENAME, Keyword.CONSTRAINT)) {
            cursor.advance();
            cursor.advance();
            String constraint = cursor.name();
            cursor.expect(Keyword.TO);
            return new TypeDefinition.RenameConstraint(constraint, cursor.name());
        }
        if (cursor.accept(Keyword.VALIDATE)) {
            cursor.expect(Keyword.CONSTRAINT);
            return new TypeDefinition.ValidateConstraint(cursor.name());
        }
        return shared();
    }

    private TypeDefinition.Action drop() {
        if (cursor.accept(Keyword.DEFAULT)) {
            return new TypeDefinition.SetDefault(null);
        }
        if (cursor.accept(Keyword.NOT)) {
            cursor.expect(Keyword.NULL);
            return new TypeDefinition.SetNotNull(false);
        }
        cursor.expect(Keyword.CONSTRAINT);
        boolean ifExists = grammar.ifExists();
        String constraint = cursor.name();
        grammar.cascade();
        return new TypeDefinition.DropConstraint(constraint, ifExists);
    }
}
