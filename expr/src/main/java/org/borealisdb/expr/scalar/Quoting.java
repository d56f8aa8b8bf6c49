package org.borealisdb.expr.scalar;

import java.util.Set;

/** Quotes identifiers and literals as SQL text, as quote_ident and quote_literal do. */
public final class Quoting {
    /** The key words of PostgreSQL 15 that are not unreserved. */
    private static final Set<String> RESERVED = Set.of("""
            all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean
            both case cast char character check coalesce collate collation column concurrently constraint create
            cross current_catalog current_date current_role current_schema current_time current_timestamp
            current_user dec decimal default deferrable desc distinct do else end except exists extract false
            fetch float for foreign freeze from full grant greatest group grouping having ilike in initially
            inner inout int integer intersect interval into is isnull join lateral leading least left like limit
            localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric
            offset on only or order out outer overlaps overlay placing position precision primary real
            references returning right row select session_user setof similar smallint some substring symmetric
            table tablesample then time timestamp to trailing treat trim true union unique user using values
            varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists
            xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
            """.strip().split("\\s+"));

    private Quoting() {}

    /** Returns a string in single quotes; with an E before it if it has backslashes. */
    public static String literal(String text) {
        String doubled = text.replace("'", "''");
        return text.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }

    /** Returns a string in single quotes as it is read with standard_conforming_strings, where a backslash is nothing special. */
    public static String plainLiteral(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Returns a name, in double quotes unless it is in lower case and no key word that needs them. */
    public static String identifier(String name) {
        boolean plain = !name.isEmpty() && (name.charAt(0) == '_' || isLetter(name.charAt(0)));
        for (int i = 1; plain && i < name.length(); i++) {
            char c = name.charAt(i);
            plain = c == '_' || isLetter(c) || (c >= '0' && c <= '9');
        }
        return plain && !RESERVED.contains(name) ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }
}
