package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.JSON;
import static org.borealisdb.expr.type.BuiltInType.JSONB;
import static org.borealisdb.expr.type.BuiltInType.NAME;
import static org.borealisdb.expr.type.BuiltInType.NODE_TREE;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.OID;
import static org.borealisdb.expr.type.BuiltInType.REGCLASS;
import static org.borealisdb.expr.type.BuiltInType.REGNAMESPACE;
import static org.borealisdb.expr.type.BuiltInType.REGPROC;
import static org.borealisdb.expr.type.BuiltInType.REGROLE;
import static org.borealisdb.expr.type.BuiltInType.REGTYPE;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;
import static org.borealisdb.expr.type.BuiltInType.VARCHAR;

import org.borealisdb.expr.scalar.CastTable.Context;

/**
 * The casts: source, target, context, and the function's oid, or 0 if values are represented the same way, or -1 for a
 * conversion through text; as PostgreSQL 15's pg_cast lists them. A table.
 */
final class CastDeclarations {
    private CastDeclarations() {}

    static void declare(CastTable table) {
        table.add(INT8, INT2, Context.ASSIGNMENT, 714);
        table.add(INT8, INT4, Context.ASSIGNMENT, 480);
        table.add(INT8, FLOAT4, Context.IMPLICIT, 652);
        table.add(INT8, FLOAT8, Context.IMPLICIT, 482);
        table.add(INT8, NUMERIC, Context.IMPLICIT, 1781);
        table.add(INT2, INT8, Context.IMPLICIT, 754);
        table.add(INT2, INT4, Context.IMPLICIT, 313);
        table.add(INT2, FLOAT4, Context.IMPLICIT, 236);
        table.add(INT2, FLOAT8, Context.IMPLICIT, 235);
        table.add(INT2, NUMERIC, Context.IMPLICIT, 1782);
        table.add(INT4, INT8, Context.IMPLICIT, 481);
        table.add(INT4, INT2, Context.ASSIGNMENT, 314);
        table.add(INT4, FLOAT4, Context.IMPLICIT, 318);
        table.add(INT4, FLOAT8, Context.IMPLICIT, 316);
        table.add(INT4, NUMERIC, Context.IMPLICIT, 1740);
        table.add(FLOAT4, INT8, Context.ASSIGNMENT, 653);
        table.add(FLOAT4, INT2, Context.ASSIGNMENT, 238);
        table.add(FLOAT4, INT4, Context.ASSIGNMENT, 319);
        table.add(FLOAT4, FLOAT8, Context.IMPLICIT, 311);
        table.add(FLOAT4, NUMERIC, Context.ASSIGNMENT, 1742);
        table.add(FLOAT8, INT8, Context.ASSIGNMENT, 483);
        table.add(FLOAT8, INT2, Context.ASSIGNMENT, 237);
        table.add(FLOAT8, INT4, Context.ASSIGNMENT, 317);
        table.add(FLOAT8, FLOAT4, Context.ASSIGNMENT, 312);
        table.add(FLOAT8, NUMERIC, Context.ASSIGNMENT, 1743);
        table.add(NUMERIC, INT8, Context.ASSIGNMENT, 1779);
        table.add(NUMERIC, INT2, Context.ASSIGNMENT, 1783);
        table.add(NUMERIC, INT4, Context.ASSIGNMENT, 1744);
        table.add(NUMERIC, FLOAT4, Context.IMPLICIT, 1745);
        table.add(NUMERIC, FLOAT8, Context.IMPLICIT, 1746);
        table.add(INT4, BOOL, Context.EXPLICIT, 2557);
        table.add(BOOL, INT4, Context.EXPLICIT, 2558);
        table.add(INT8, OID, Context.IMPLICIT, 1287);
        table.add(INT2, OID, Context.IMPLICIT, 313);
        table.add(INT4, OID, Context.IMPLICIT, 0);
        table.add(OID, INT8, Context.ASSIGNMENT, 1288);
        table.add(OID, INT4, Context.ASSIGNMENT, 0);
        table.add(OID, REGPROC, Context.IMPLICIT, 0);
        table.add(REGPROC, OID, Context.IMPLICIT, 0);
        table.add(INT8, REGPROC, Context.IMPLICIT, 1287);
        table.add(INT2, REGPROC, Context.IMPLICIT, 313);
        table.add(INT4, REGPROC, Context.IMPLICIT, 0);
        table.add(REGPROC, INT8, Context.ASSIGNMENT, 1288);
        table.add(REGPROC, INT4, Context.ASSIGNMENT, 0);
        table.add(OID, REGCLASS, Context.IMPLICIT, 0);
        table.add(REGCLASS, OID, Context.IMPLICIT, 0);
        table.add(INT8, REGCLASS, Context.IMPLICIT, 1287);
        table.add(INT2, REGCLASS, Context.IMPLICIT, 313);
        table.add(INT4, REGCLASS, Context.IMPLICIT, 0);
        table.add(REGCLASS, INT8, Context.ASSIGNMENT, 1288);
        table.add(REGCLASS, INT4, Context.ASSIGNMENT, 0);
        table.add(OID, REGTYPE, Context.IMPLICIT, 0);
        table.add(REGTYPE, OID, Context.IMPLICIT, 0);
        table.add(INT8, REGTYPE, Context.IMPLICIT, 1287);
        table.add(INT2, REGTYPE, Context.IMPLICIT, 313);
        table.add(INT4, REGTYPE, Context.IMPLICIT, 0);
        table.add(REGTYPE, INT8, Context.ASSIGNMENT, 1288);
        table.add(REGTYPE, INT4, Context.ASSIGNMENT, 0);
        table.add(OID, REGROLE, Context.IMPLICIT, 0);
        table.add(REGROLE, OID, Context.IMPLICIT, 0);
        table.add(INT8, REGROLE, Context.IMPLICIT, 1287);
        table.add(INT2, REGROLE, Context.IMPLICIT, 313);
        table.add(INT4, REGROLE, Context.IMPLICIT, 0);
        table.add(REGROLE, INT8, Context.ASSIGNMENT, 1288);
        table.add(REGROLE, INT4, Context.ASSIGNMENT, 0);
        table.add(OID, REGNAMESPACE, Context.IMPLICIT, 0);
        table.add(REGNAMESPACE, OID, Context.IMPLICIT, 0);
        table.add(INT8, REGNAMESPACE, Context.IMPLICIT, 1287);
        table.add(INT2, REGNAMESPACE, Context.IMPLICIT, 313);
        table.add(INT4, REGNAMESPACE, Context.IMPLICIT, 0);
        table.add(REGNAMESPACE, INT8, Context.ASSIGNMENT, 1288);
        table.add(REGNAMESPACE, INT4, Context.ASSIGNMENT, 0);
        table.add(TEXT, BPCHAR, Context.IMPLICIT, 0);
        table.add(TEXT, VARCHAR, Context.IMPLICIT, 0);
        table.add(BPCHAR, TEXT, Context.IMPLICIT, 401);
        table.add(BPCHAR, VARCHAR, Context.IMPLICIT, 401);
        table.add(VARCHAR, TEXT, Context.IMPLICIT, 0);
        table.add(VARCHAR, BPCHAR, Context.IMPLICIT, 0);
        table.add(NAME, TEXT, Context.IMPLICIT, 406);
        table.add(NAME, BPCHAR, Context.ASSIGNMENT, 408);
        table.add(TEXT, NAME, Context.IMPLICIT, 407);
        table.add(VARCHAR, NAME, Context.IMPLICIT, 1400);
        table.add(NODE_TREE, TEXT, Context.IMPLICIT, 0);
        table.add(DATE, TIMESTAMP, Context.IMPLICIT, 2024);
        table.add(DATE, TIMESTAMPTZ, Context.IMPLICIT, 1174);
        table.add(TIMESTAMP, DATE, Context.ASSIGNMENT, 2029);
        table.add(TIMESTAMP, TIMESTAMPTZ, Context.IMPLICIT, 2028);
        table.add(TIMESTAMPTZ, DATE, Context.ASSIGNMENT, 1178);
        table.add(TIMESTAMPTZ, TIMESTAMP, Context.ASSIGNMENT, 2027);
        table.add(BOOL, TEXT, Context.ASSIGNMENT, 2971);
        table.add(BOOL, VARCHAR, Context.ASSIGNMENT, 2971);
        table.add(BOOL, BPCHAR, Context.ASSIGNMENT, 2971);
        table.add(JSON, JSONB, Context.ASSIGNMENT, -1);
        table.add(JSONB, JSON, Context.ASSIGNMENT, -1);
        table.add(JSONB, BOOL, Context.EXPLICIT, 3556);
        table.add(JSONB, NUMERIC, Context.EXPLICIT, 3449);
        table.add(JSONB, INT2, Context.EXPLICIT, 3450);
        table.add(JSONB, INT4, Context.EXPLICIT, 3451);
        table.add(JSONB, INT8, Context.EXPLICIT, 3452);
        table.add(JSONB, FLOAT4, Context.EXPLICIT, 3453);
        table.add(JSONB, FLOAT8, Context.EXPLICIT, 2580);
    }
}
