package org.borealisdb.sql.ast;

/** A statement: the root of a syntax tree. */
public sealed interface Statement
        permits Query,
                DataChange,
                Definition,
                TypeDefinition,
                ObjectDefinition,
                FunctionStatement,
                OperatorStatement,
                RoleStatement,
                TransactionStatement,
                SessionStatement,
                Maintenance {}
