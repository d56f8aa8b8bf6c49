package org.borealisdb.sql.postgres;

import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.borealisdb.expr.scalar.OperatorTable;

/** The operators and functions of the operator families that are built in: those of PostgreSQL's that are here. Belongs to one task. */
final class OperatorFamilyRows {
    /** Places of the numbers in a line. */
    private static final int LEFT = 2;

    private static final int RIGHT = 3;
    private static final int NUMBER = 4;
    private static final int MEMBER = 5;
    private static final int METHOD = 6;

    private OperatorFamilyRows() {}

    /** Fills {@code pg_amop}. */
    static void operators(SystemRows rows) {
        Set<Integer> known = OperatorTable.builtIn().all().stream()
                .map(OperatorTable.Operator::oid)
                .collect(Collectors.toSet());
        for (List<String> line : ResourceLines.fields("amops.txt")) {
            if (known.contains(Integer.valueOf(line.get(MEMBER)))) {
                rows.add()
                        .set("oid", number(line, 0))
                        .set("amopfamily", number(line, 1))
                        .set("amoplefttype", number(line, LEFT))
                        .set("amoprighttype", number(line, RIGHT))
                        .set("amopstrategy", number(line, NUMBER))
                        .set("amoppurpose", 's')
                        .set("amopopr", number(line, MEMBER))
                        .set("amopmethod", number(line, METHOD))
                        .end();
            }
        }
    }

    /**
     * Fills {@code pg_amproc}.
     *
     * @param isKnown whether there is a function with a number
     */
    static void functions(SystemRows rows, LongPredicate isKnown) {
        for (List<String> line : ResourceLines.fields("amprocs.txt")) {
            if (isKnown.test(number(line, MEMBER))) {
                rows.add()
                        .set("oid", number(line, 0))
                        .set("amprocfamily", number(line, 1))
                        .set("amproclefttype", number(line, LEFT))
                        .set("amprocrighttype", number(line, RIGHT))
                        .set("amprocnum", number(line, NUMBER))
                        .set("amproc", number(line, MEMBER))
                        .end();
            }
        }
    }

    private static long number(List<String> line, int place) {
        return Long.parseLong(line.get(place));
    }
}
