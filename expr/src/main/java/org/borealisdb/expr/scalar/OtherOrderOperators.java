package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.BPCHAR;
import static org.borealisdb.expr.type.BuiltInType.OIDVECTOR;
import static org.borealisdb.expr.type.BuiltInType.RECORD;
import static org.borealisdb.expr.type.BuiltInType.TEXT;

/** Declares the comparisons in another order than the type's own. A table: oids and signatures are those of PostgreSQL 15's pg_operator. */
final class OtherOrderOperators {
    private OtherOrderOperators() {}

    static void declare(OperatorTable table) {
        table.add(644, "<>", OIDVECTOR, OIDVECTOR, 619, 644, 649);
        table.add(645, "<", OIDVECTOR, OIDVECTOR, 677, 646, 648);
        table.add(646, ">", OIDVECTOR, OIDVECTOR, 681, 645, 647);
        table.add(647, "<=", OIDVECTOR, OIDVECTOR, 678, 648, 646);
        table.add(648, ">=", OIDVECTOR, OIDVECTOR, 680, 647, 645);
        table.add(649, "=", OIDVECTOR, OIDVECTOR, 679, 649, 644);
        table.add(2314, "~<~", TEXT, TEXT, 2160, 2318, 2317);
        table.add(2315, "~<=~", TEXT, TEXT, 2161, 2317, 2318);
        table.add(2317, "~>=~", TEXT, TEXT, 2163, 2315, 2314);
        table.add(2318, "~>~", TEXT, TEXT, 2164, 2314, 2315);
        table.add(2326, "~<~", BPCHAR, BPCHAR, 2174, 2330, 2329);
        table.add(2327, "~<=~", BPCHAR, BPCHAR, 2175, 2329, 2330);
        table.add(2329, "~>=~", BPCHAR, BPCHAR, 2177, 2327, 2326);
        table.add(2330, "~>~", BPCHAR, BPCHAR, 2178, 2326, 2327);
        table.add(3188, "*=", RECORD, RECORD, 3181, 3188, 3189);
        table.add(3189, "*<>", RECORD, RECORD, 3182, 3189, 3188);
        table.add(3190, "*<", RECORD, RECORD, 3183, 3191, 3193);
        table.add(3191, "*>", RECORD, RECORD, 3184, 3190, 3192);
        table.add(3192, "*<=", RECORD, RECORD, 3185, 3193, 3191);
        table.add(3193, "*>=", RECORD, RECORD, 3186, 3192, 3190);
    }
}
