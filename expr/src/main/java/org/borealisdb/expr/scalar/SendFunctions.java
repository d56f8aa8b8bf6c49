package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.scalar.FunctionTable.boxed;
import static org.borealisdb.expr.type.BuiltInType.BIT;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.BYTEA;
import static org.borealisdb.expr.type.BuiltInType.CHAR;
import static org.borealisdb.expr.type.BuiltInType.CID;
import static org.borealisdb.expr.type.BuiltInType.CIDR;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INET;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT2VECTOR;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.INTERVAL;
import static org.borealisdb.expr.type.BuiltInType.JSON;
import static org.borealisdb.expr.type.BuiltInType.JSONB;
import static org.borealisdb.expr.type.BuiltInType.JSONPATH;
import static org.borealisdb.expr.type.BuiltInType.MACADDR;
import static org.borealisdb.expr.type.BuiltInType.MACADDR8;
import static org.borealisdb.expr.type.BuiltInType.MONEY;
import static org.borealisdb.expr.type.BuiltInType.NAME;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.OID;
import static org.borealisdb.expr.type.BuiltInType.OIDVECTOR;
import static org.borealisdb.expr.type.BuiltInType.PG_LSN;
import static org.borealisdb.expr.type.BuiltInType.PG_SNAPSHOT;
import static org.borealisdb.expr.type.BuiltInType.REGCLASS;
import static org.borealisdb.expr.type.BuiltInType.REGCOLLATION;
import static org.borealisdb.expr.type.BuiltInType.REGNAMESPACE;
import static org.borealisdb.expr.type.BuiltInType.REGOPER;
import static org.borealisdb.expr.type.BuiltInType.REGOPERATOR;
import static org.borealisdb.expr.type.BuiltInType.REGPROC;
import static org.borealisdb.expr.type.BuiltInType.REGPROCEDURE;
import static org.borealisdb.expr.type.BuiltInType.REGROLE;
import static org.borealisdb.expr.type.BuiltInType.REGTYPE;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIME;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;
import static org.borealisdb.expr.type.BuiltInType.TIMETZ;
import static org.borealisdb.expr.type.BuiltInType.TXID_SNAPSHOT;
import static org.borealisdb.expr.type.BuiltInType.UUID;
import static org.borealisdb.expr.type.BuiltInType.VARBIT;
import static org.borealisdb.expr.type.BuiltInType.VARCHAR;
import static org.borealisdb.expr.type.BuiltInType.XID;
import static org.borealisdb.expr.type.BuiltInType.XID8;

import java.util.List;
import org.borealisdb.expr.scalar.ScalarFunction.Body;
import org.borealisdb.expr.scalar.ScalarFunction.GeneralTyped;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BinaryOutput;

/** Declares the functions that return values in their binary form, as clients get it. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class SendFunctions {
    private final FunctionTable table;

    SendFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        send(2437, "boolsend", BOOL);
        send(2413, "byteasend", BYTEA);
        send(2435, "charsend", CHAR);
        send(2409, "int8send", INT8);
        send(2405, "int2send", INT2);
        send(2411, "int2vectorsend", INT2VECTOR);
        send(2407, "int4send", INT4);
        send(2445, "regprocsend", REGPROC);
        send(2419, "oidsend", OID);
        send(2441, "xidsend", XID);
        send(2443, "cidsend", CID);
        send(2421, "oidvectorsend", OIDVECTOR);
        send(324, "json_send", JSON);
        send(2499, "cidr_send", CIDR);
        send(2425, "float4send", FLOAT4);
        send(2427, "float8send", FLOAT8);
        send(3447, "macaddr8_send", MACADDR8);
        send(2493, "cash_send", MONEY);
        send(2495, "macaddr_send", MACADDR);
        send(2497, "inet_send", INET);
        send(2469, "date_send", DATE);
        send(2471, "time_send", TIME);
        send(2475, "timestamp_send", TIMESTAMP);
        send(2477, "timestamptz_send", TIMESTAMPTZ);
        send(2479, "interval_send", INTERVAL);
        send(2473, "timetz_send", TIMETZ);
        send(2457, "bit_send", BIT);
        send(2459, "varbit_send", VARBIT);
        send(2461, "numeric_send", NUMERIC);
        send(2447, "regproceduresend", REGPROCEDURE);
        send(2449, "regopersend", REGOPER);
        send(2451, "regoperatorsend", REGOPERATOR);
        send(2453, "regclasssend", REGCLASS);
        send(2455, "regtypesend", REGTYPE);
        send(2962, "uuid_send", UUID);
        send(2942, "txid_snapshot_send", TXID_SNAPSHOT);
        send(3239, "pg_lsn_send", PG_LSN);
        send(3803, "jsonb_send", JSONB);
        send(4004, "jsonpath_send", JSONPATH);
        send(4088, "regnamespacesend", REGNAMESPACE);
        send(4095, "regrolesend", REGROLE);
        send(4197, "regcollationsend", REGCOLLATION);
        send(5058, "pg_snapshot_send", PG_SNAPSHOT);
        send(5083, "xid8send", XID8);
        sendText(2423, "namesend", NAME);
        sendText(2415, "textsend", TEXT);
        sendText(2431, "bpcharsend", BPCHAR);
        sendText(2433, "varcharsend", VARCHAR);
        typed(2401, "array_send", BuiltInType.ANYARRAY);
        typed(2403, "record_send", BuiltInType.RECORD);
        typed(3533, "enum_send", BuiltInType.ANYENUM);
    }

    /** Texts are sent in the encoding of the client, which is always that of the database here. */
    private void sendText(int oid, String name, BuiltInType type) {
        table.stable(oid, name, BYTEA, body(type), type);
    }

    private void send(int oid, String name, BuiltInType type) {
        table.immutable(oid, name, BYTEA, body(type), type);
    }

    private static Body body(BuiltInType type) {
        return boxed((context, arguments) -> BinaryOutput.toBytes(type.type(), NumericMath.value(arguments, 0)));
    }

    /** Declares the function of types that are made of others, whose binary form holds their numbers. */
    private void typed(int oid, String name, BuiltInType argument) {
        SqlType type = argument.type();
        table.declare(new ScalarFunction(
                oid,
                name,
                List.of(type),
                BYTEA.type(),
                true,
                Volatility.STABLE,
                false,
                new GeneralTyped((types, context, arguments) ->
                        BinaryOutput.toBytes(types.getFirst(), NumericMath.value(arguments, 0)))));
    }
}
