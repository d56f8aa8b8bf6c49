package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.FLOAT4;
import static org.borealisdb.expr.type.BuiltInType.FLOAT8;
import static org.borealisdb.expr.type.BuiltInType.INT2;
import static org.borealisdb.expr.type.BuiltInType.INT4;
import static org.borealisdb.expr.type.BuiltInType.INT8;
import static org.borealisdb.expr.type.BuiltInType.MONEY;

/** Declares the operators of money. A table: oids and signatures are those of PostgreSQL 15's pg_operator. */
final class MoneyOperators {
    private MoneyOperators() {}

    static void declare(OperatorTable table) {
        table.add(843, "*", MONEY, FLOAT4, 846, 845, 0);
        table.add(844, "/", MONEY, FLOAT4, 847, 0, 0);
        table.add(845, "*", FLOAT4, MONEY, 848, 843, 0);
        table.add(900, "=", MONEY, MONEY, 888, 900, 901);
        table.add(901, "<>", MONEY, MONEY, 889, 901, 900);
        table.add(902, "<", MONEY, MONEY, 890, 903, 905);
        table.add(903, ">", MONEY, MONEY, 892, 902, 904);
        table.add(904, "<=", MONEY, MONEY, 891, 905, 903);
        table.add(905, ">=", MONEY, MONEY, 893, 904, 902);
        table.add(906, "+", MONEY, MONEY, 894, 906, 0);
        table.add(907, "-", MONEY, MONEY, 895, 0, 0);
        table.add(908, "*", MONEY, FLOAT8, 896, 916, 0);
        table.add(909, "/", MONEY, FLOAT8, 897, 0, 0);
        table.add(3346, "*", MONEY, INT8, 3344, 3349, 0);
        table.add(3347, "/", MONEY, INT8, 3345, 0, 0);
        table.add(912, "*", MONEY, INT4, 864, 917, 0);
        table.add(913, "/", MONEY, INT4, 865, 0, 0);
        table.add(914, "*", MONEY, INT2, 866, 918, 0);
        table.add(915, "/", MONEY, INT2, 867, 0, 0);
        table.add(916, "*", FLOAT8, MONEY, 919, 908, 0);
        table.add(3349, "*", INT8, MONEY, 3399, 3346, 0);
        table.add(917, "*", INT4, MONEY, 862, 912, 0);
        table.add(918, "*", INT2, MONEY, 863, 914, 0);
        table.add(3825, "/", MONEY, MONEY, 3822, 0, 0);
    }
}
