package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.NUMERIC;
import static org.borealisdb.expr.type.BuiltInType.PG_LSN;
import static org.borealisdb.expr.type.BuiltInType.XID8;

/** Declares the operators of positions in the log and of ids of transactions. A table: oids and signatures are those of PostgreSQL 15's pg_operator. */
final class LogOperators {
    private LogOperators() {}

    static void declare(OperatorTable table) {
        table.add(5068, "=", XID8, XID8, 5084, 5068, 5072);
        table.add(5072, "<>", XID8, XID8, 5085, 5072, 5068);
        table.add(5073, "<", XID8, XID8, 5034, 5074, 5076);
        table.add(5074, ">", XID8, XID8, 5035, 5073, 5075);
        table.add(5075, "<=", XID8, XID8, 5036, 5076, 5074);
        table.add(5076, ">=", XID8, XID8, 5037, 5075, 5073);
        table.add(3222, "=", PG_LSN, PG_LSN, 3233, 3222, 3223);
        table.add(3223, "<>", PG_LSN, PG_LSN, 3236, 3223, 3222);
        table.add(3224, "<", PG_LSN, PG_LSN, 3231, 3225, 3227);
        table.add(3225, ">", PG_LSN, PG_LSN, 3235, 3224, 3226);
        table.add(3226, "<=", PG_LSN, PG_LSN, 3232, 3227, 3225);
        table.add(3227, ">=", PG_LSN, PG_LSN, 3234, 3226, 3224);
        table.add(3228, "-", PG_LSN, PG_LSN, 3237, 0, 0);
        table.add(5025, "+", PG_LSN, NUMERIC, 5022, 5026, 0);
        table.add(5026, "+", NUMERIC, PG_LSN, 5023, 5025, 0);
        table.add(5027, "-", PG_LSN, NUMERIC, 5024, 0, 0);
    }
}
