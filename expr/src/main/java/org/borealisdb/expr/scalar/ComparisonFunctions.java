package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.ANYARRAY;
import static org.borealisdb.expr.type.BuiltInType.BOOL;
import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.BYTEA;
import static org.borealisdb.expr.type.BuiltInType.CHAR;
import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.INTERVAL;
import static org.borealisdb.expr.type.BuiltInType.NAME;
import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.OID;
import static org.borealisdb.expr.type.BuiltInType.TEXT;
import static org.borealisdb.expr.type.BuiltInType.TIME;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;

import java.util.List;
import org.borealisdb.expr.scalar.ScalarFunction.Volatility;

/** The comparison functions. A table: oids, names and signatures are those of PostgreSQL 15's pg_proc. */
final class ComparisonFunctions {
    private final FunctionTable table;

    ComparisonFunctions(FunctionTable table) {
        this.table = table;
    }

    void declare() {
        table.add(
                852,
                "int48eq",
                List.of(INT4.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                853,
                "int48ne",
                List.of(INT4.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                854,
                "int48lt",
                List.of(INT4.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                855,
                "int48gt",
                List.of(INT4.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                856,
                "int48le",
                List.of(INT4.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                857,
                "int48ge",
                List.of(INT4.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                56,
                "boollt",
                List.of(BOOL.type(), BOOL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                57,
                "boolgt",
                List.of(BOOL.type(), BOOL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                84,
                "boolne",
                List.of(BOOL.type(), BOOL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                60,
                "booleq",
                List.of(BOOL.type(), BOOL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                1691,
                "boolle",
                List.of(BOOL.type(), BOOL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                1692,
                "boolge",
                List.of(BOOL.type(), BOOL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                61,
                "chareq",
                List.of(CHAR.type(), CHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                62,
                "nameeq",
                List.of(NAME.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_OBJECT);
        table.add(
                63,
                "int2eq",
                List.of(INT2.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                64,
                "int2lt",
                List.of(INT2.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                65,
                "int4eq",
                List.of(INT4.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                66,
                "int4lt",
                List.of(INT4.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                67,
                "texteq",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_OBJECT);
        table.add(
                240,
                "nameeqtext",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_OBJECT);
        table.add(
                241,
                "namelttext",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OBJECT);
        table.add(
                242,
                "nameletext",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_OBJECT);
        table.add(
                243,
                "namegetext",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_OBJECT);
        table.add(
                244,
                "namegttext",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OBJECT);
        table.add(
                245,
                "namenetext",
                List.of(NAME.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_OBJECT);
        table.add(
                247,
                "texteqname",
                List.of(TEXT.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_OBJECT);
        table.add(
                248,
                "textltname",
                List.of(TEXT.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OBJECT);
        table.add(
                249,
                "textlename",
                List.of(TEXT.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_OBJECT);
        table.add(
                250,
                "textgename",
                List.of(TEXT.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_OBJECT);
        table.add(
                251,
                "textgtname",
                List.of(TEXT.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OBJECT);
        table.add(
                252,
                "textnename",
                List.of(TEXT.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_OBJECT);
        table.add(
                467,
                "int8eq",
                List.of(INT8.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                468,
                "int8ne",
                List.of(INT8.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                469,
                "int8lt",
                List.of(INT8.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                470,
                "int8gt",
                List.of(INT8.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                471,
                "int8le",
                List.of(INT8.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                472,
                "int8ge",
                List.of(INT8.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                474,
                "int84eq",
                List.of(INT8.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                475,
                "int84ne",
                List.of(INT8.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                476,
                "int84lt",
                List.of(INT8.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                477,
                "int84gt",
                List.of(INT8.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                478,
                "int84le",
                List.of(INT8.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                479,
                "int84ge",
                List.of(INT8.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                144,
                "int4ne",
                List.of(INT4.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                145,
                "int2ne",
                List.of(INT2.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                146,
                "int2gt",
                List.of(INT2.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                147,
                "int4gt",
                List.of(INT4.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                148,
                "int2le",
                List.of(INT2.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                149,
                "int4le",
                List.of(INT4.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                151,
                "int2ge",
                List.of(INT2.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                150,
                "int4ge",
                List.of(INT4.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                157,
                "textne",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_OBJECT);
        table.add(
                158,
                "int24eq",
                List.of(INT2.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                159,
                "int42eq",
                List.of(INT4.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                160,
                "int24lt",
                List.of(INT2.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                161,
                "int42lt",
                List.of(INT4.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                162,
                "int24gt",
                List.of(INT2.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                163,
                "int42gt",
                List.of(INT4.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                164,
                "int24ne",
                List.of(INT2.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                165,
                "int42ne",
                List.of(INT4.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                166,
                "int24le",
                List.of(INT2.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                167,
                "int42le",
                List.of(INT4.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                168,
                "int24ge",
                List.of(INT2.type(), INT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                169,
                "int42ge",
                List.of(INT4.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                184,
                "oideq",
                List.of(OID.type(), OID.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                185,
                "oidne",
                List.of(OID.type(), OID.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                716,
                "oidlt",
                List.of(OID.type(), OID.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                1638,
                "oidgt",
                List.of(OID.type(), OID.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                717,
                "oidle",
                List.of(OID.type(), OID.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                1639,
                "oidge",
                List.of(OID.type(), OID.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                287,
                "float4eq",
                List.of(FLOAT4.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_DOUBLE);
        table.add(
                288,
                "float4ne",
                List.of(FLOAT4.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_DOUBLE);
        table.add(
                289,
                "float4lt",
                List.of(FLOAT4.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_DOUBLE);
        table.add(
                291,
                "float4gt",
                List.of(FLOAT4.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_DOUBLE);
        table.add(
                290,
                "float4le",
                List.of(FLOAT4.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_DOUBLE);
        table.add(
                292,
                "float4ge",
                List.of(FLOAT4.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_DOUBLE);
        table.add(
                70,
                "charne",
                List.of(CHAR.type(), CHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                1246,
                "charlt",
                List.of(CHAR.type(), CHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                72,
                "charle",
                List.of(CHAR.type(), CHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                73,
                "chargt",
                List.of(CHAR.type(), CHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                74,
                "charge",
                List.of(CHAR.type(), CHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                659,
                "namene",
                List.of(NAME.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_OBJECT);
        table.add(
                655,
                "namelt",
                List.of(NAME.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OBJECT);
        table.add(
                656,
                "namele",
                List.of(NAME.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_OBJECT);
        table.add(
                657,
                "namegt",
                List.of(NAME.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OBJECT);
        table.add(
                658,
                "namege",
                List.of(NAME.type(), NAME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_OBJECT);
        table.add(
                740,
                "text_lt",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OBJECT);
        table.add(
                741,
                "text_le",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_OBJECT);
        table.add(
                742,
                "text_gt",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OBJECT);
        table.add(
                743,
                "text_ge",
                List.of(TEXT.type(), TEXT.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_OBJECT);
        table.add(
                293,
                "float8eq",
                List.of(FLOAT8.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_DOUBLE);
        table.add(
                294,
                "float8ne",
                List.of(FLOAT8.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_DOUBLE);
        table.add(
                295,
                "float8lt",
                List.of(FLOAT8.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_DOUBLE);
        table.add(
                296,
                "float8le",
                List.of(FLOAT8.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_DOUBLE);
        table.add(
                297,
                "float8gt",
                List.of(FLOAT8.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_DOUBLE);
        table.add(
                298,
                "float8ge",
                List.of(FLOAT8.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_DOUBLE);
        table.add(
                1048,
                "bpchareq",
                List.of(BPCHAR.type(), BPCHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_OBJECT);
        table.add(
                1053,
                "bpcharne",
                List.of(BPCHAR.type(), BPCHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_OBJECT);
        table.add(
                1049,
                "bpcharlt",
                List.of(BPCHAR.type(), BPCHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OBJECT);
        table.add(
                1050,
                "bpcharle",
                List.of(BPCHAR.type(), BPCHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_OBJECT);
        table.add(
                1051,
                "bpchargt",
                List.of(BPCHAR.type(), BPCHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OBJECT);
        table.add(
                1052,
                "bpcharge",
                List.of(BPCHAR.type(), BPCHAR.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_OBJECT);
        table.add(
                1086,
                "date_eq",
                List.of(DATE.type(), DATE.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                1091,
                "date_ne",
                List.of(DATE.type(), DATE.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                1087,
                "date_lt",
                List.of(DATE.type(), DATE.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                1088,
                "date_le",
                List.of(DATE.type(), DATE.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                1089,
                "date_gt",
                List.of(DATE.type(), DATE.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                1090,
                "date_ge",
                List.of(DATE.type(), DATE.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                1145,
                "time_eq",
                List.of(TIME.type(), TIME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                1106,
                "time_ne",
                List.of(TIME.type(), TIME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                1102,
                "time_lt",
                List.of(TIME.type(), TIME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                1103,
                "time_le",
                List.of(TIME.type(), TIME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                1104,
                "time_gt",
                List.of(TIME.type(), TIME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                1105,
                "time_ge",
                List.of(TIME.type(), TIME.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                299,
                "float48eq",
                List.of(FLOAT4.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_DOUBLE);
        table.add(
                300,
                "float48ne",
                List.of(FLOAT4.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_DOUBLE);
        table.add(
                301,
                "float48lt",
                List.of(FLOAT4.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_DOUBLE);
        table.add(
                303,
                "float48gt",
                List.of(FLOAT4.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_DOUBLE);
        table.add(
                302,
                "float48le",
                List.of(FLOAT4.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_DOUBLE);
        table.add(
                304,
                "float48ge",
                List.of(FLOAT4.type(), FLOAT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_DOUBLE);
        table.add(
                305,
                "float84eq",
                List.of(FLOAT8.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_DOUBLE);
        table.add(
                306,
                "float84ne",
                List.of(FLOAT8.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_DOUBLE);
        table.add(
                307,
                "float84lt",
                List.of(FLOAT8.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_DOUBLE);
        table.add(
                309,
                "float84gt",
                List.of(FLOAT8.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_DOUBLE);
        table.add(
                308,
                "float84le",
                List.of(FLOAT8.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_DOUBLE);
        table.add(
                310,
                "float84ge",
                List.of(FLOAT8.type(), FLOAT4.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_DOUBLE);
        table.add(
                1152,
                "timestamptz_eq",
                List.of(TIMESTAMPTZ.type(), TIMESTAMPTZ.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                1153,
                "timestamptz_ne",
                List.of(TIMESTAMPTZ.type(), TIMESTAMPTZ.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                1154,
                "timestamptz_lt",
                List.of(TIMESTAMPTZ.type(), TIMESTAMPTZ.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                1155,
                "timestamptz_le",
                List.of(TIMESTAMPTZ.type(), TIMESTAMPTZ.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                1157,
                "timestamptz_gt",
                List.of(TIMESTAMPTZ.type(), TIMESTAMPTZ.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                1156,
                "timestamptz_ge",
                List.of(TIMESTAMPTZ.type(), TIMESTAMPTZ.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                1162,
                "interval_eq",
                List.of(INTERVAL.type(), INTERVAL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_OBJECT);
        table.add(
                1163,
                "interval_ne",
                List.of(INTERVAL.type(), INTERVAL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_OBJECT);
        table.add(
                1164,
                "interval_lt",
                List.of(INTERVAL.type(), INTERVAL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OBJECT);
        table.add(
                1165,
                "interval_le",
                List.of(INTERVAL.type(), INTERVAL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_OBJECT);
        table.add(
                1167,
                "interval_gt",
                List.of(INTERVAL.type(), INTERVAL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OBJECT);
        table.add(
                1166,
                "interval_ge",
                List.of(INTERVAL.type(), INTERVAL.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_OBJECT);
        table.add(
                1718,
                "numeric_eq",
                List.of(NUMERIC.type(), NUMERIC.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_OBJECT);
        table.add(
                1719,
                "numeric_ne",
                List.of(NUMERIC.type(), NUMERIC.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_OBJECT);
        table.add(
                1722,
                "numeric_lt",
                List.of(NUMERIC.type(), NUMERIC.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OBJECT);
        table.add(
                1723,
                "numeric_le",
                List.of(NUMERIC.type(), NUMERIC.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_OBJECT);
        table.add(
                1720,
                "numeric_gt",
                List.of(NUMERIC.type(), NUMERIC.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OBJECT);
        table.add(
                1721,
                "numeric_ge",
                List.of(NUMERIC.type(), NUMERIC.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_OBJECT);
        table.add(
                1850,
                "int28eq",
                List.of(INT2.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                1851,
                "int28ne",
                List.of(INT2.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                1852,
                "int28lt",
                List.of(INT2.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                1853,
                "int28gt",
                List.of(INT2.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                1854,
                "int28le",
                List.of(INT2.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                1855,
                "int28ge",
                List.of(INT2.type(), INT8.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                1856,
                "int82eq",
                List.of(INT8.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                1857,
                "int82ne",
                List.of(INT8.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                1858,
                "int82lt",
                List.of(INT8.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                1859,
                "int82gt",
                List.of(INT8.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                1860,
                "int82le",
                List.of(INT8.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                1861,
                "int82ge",
                List.of(INT8.type(), INT2.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                1948,
                "byteaeq",
                List.of(BYTEA.type(), BYTEA.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_OBJECT);
        table.add(
                1953,
                "byteane",
                List.of(BYTEA.type(), BYTEA.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_OBJECT);
        table.add(
                1949,
                "bytealt",
                List.of(BYTEA.type(), BYTEA.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OBJECT);
        table.add(
                1950,
                "byteale",
                List.of(BYTEA.type(), BYTEA.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_OBJECT);
        table.add(
                1951,
                "byteagt",
                List.of(BYTEA.type(), BYTEA.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OBJECT);
        table.add(
                1952,
                "byteage",
                List.of(BYTEA.type(), BYTEA.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_OBJECT);
        table.add(
                2052,
                "timestamp_eq",
                List.of(TIMESTAMP.type(), TIMESTAMP.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_LONG);
        table.add(
                2053,
                "timestamp_ne",
                List.of(TIMESTAMP.type(), TIMESTAMP.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_LONG);
        table.add(
                2054,
                "timestamp_lt",
                List.of(TIMESTAMP.type(), TIMESTAMP.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_LONG);
        table.add(
                2055,
                "timestamp_le",
                List.of(TIMESTAMP.type(), TIMESTAMP.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.LESS_OR_EQUAL_LONG);
        table.add(
                2057,
                "timestamp_gt",
                List.of(TIMESTAMP.type(), TIMESTAMP.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_LONG);
        table.add(
                2056,
                "timestamp_ge",
                List.of(TIMESTAMP.type(), TIMESTAMP.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.GREATER_OR_EQUAL_LONG);
        table.add(
                744,
                "array_eq",
                List.of(ANYARRAY.type(), ANYARRAY.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.EQUAL_OBJECT);
        table.add(
                390,
                "array_ne",
                List.of(ANYARRAY.type(), ANYARRAY.type()),
                BOOL.type(),
                true,
                Volatility.IMMUTABLE,
                false,
                Comparisons.NOT_EQUAL_OBJECT);
    }
}
