package org.borealisdb.expr.scalar;

import static org.borealisdb.expr.type.BuiltInType.DATE;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMP;
import static org.borealisdb.expr.type.BuiltInType.TIMESTAMPTZ;

/** Declares the comparisons of dates and timestamps of different types. A table: oids and signatures are those of PostgreSQL 15's pg_operator. */
final class MixedDateOperators {
    private MixedDateOperators() {}

    static void declare(OperatorTable table) {
        table.add(2345, "<", DATE, TIMESTAMP, 2338, 2375, 2348);
        table.add(2346, "<=", DATE, TIMESTAMP, 2339, 2374, 2349);
        table.add(2347, "=", DATE, TIMESTAMP, 2340, 2373, 2350);
        table.add(2348, ">=", DATE, TIMESTAMP, 2342, 2372, 2345);
        table.add(2349, ">", DATE, TIMESTAMP, 2341, 2371, 2346);
        table.add(2350, "<>", DATE, TIMESTAMP, 2343, 2376, 2347);
        table.add(2358, "<", DATE, TIMESTAMPTZ, 2351, 2388, 2361);
        table.add(2359, "<=", DATE, TIMESTAMPTZ, 2352, 2387, 2362);
        table.add(2360, "=", DATE, TIMESTAMPTZ, 2353, 2386, 2363);
        table.add(2361, ">=", DATE, TIMESTAMPTZ, 2355, 2385, 2358);
        table.add(2362, ">", DATE, TIMESTAMPTZ, 2354, 2384, 2359);
        table.add(2363, "<>", DATE, TIMESTAMPTZ, 2356, 2389, 2360);
        table.add(2371, "<", TIMESTAMP, DATE, 2364, 2349, 2374);
        table.add(2372, "<=", TIMESTAMP, DATE, 2365, 2348, 2375);
        table.add(2373, "=", TIMESTAMP, DATE, 2366, 2347, 2376);
        table.add(2374, ">=", TIMESTAMP, DATE, 2368, 2346, 2371);
        table.add(2375, ">", TIMESTAMP, DATE, 2367, 2345, 2372);
        table.add(2376, "<>", TIMESTAMP, DATE, 2369, 2350, 2373);
        table.add(2384, "<", TIMESTAMPTZ, DATE, 2377, 2362, 2387);
        table.add(2385, "<=", TIMESTAMPTZ, DATE, 2378, 2361, 2388);
        table.add(2386, "=", TIMESTAMPTZ, DATE, 2379, 2360, 2389);
        table.add(2387, ">=", TIMESTAMPTZ, DATE, 2381, 2359, 2384);
        table.add(2388, ">", TIMESTAMPTZ, DATE, 2380, 2358, 2385);
        table.add(2389, "<>", TIMESTAMPTZ, DATE, 2382, 2363, 2386);
        table.add(2534, "<", TIMESTAMP, TIMESTAMPTZ, 2520, 2544, 2537);
        table.add(2535, "<=", TIMESTAMP, TIMESTAMPTZ, 2521, 2543, 2538);
        table.add(2536, "=", TIMESTAMP, TIMESTAMPTZ, 2522, 2542, 2539);
        table.add(2537, ">=", TIMESTAMP, TIMESTAMPTZ, 2524, 2541, 2534);
        table.add(2538, ">", TIMESTAMP, TIMESTAMPTZ, 2523, 2540, 2535);
        table.add(2539, "<>", TIMESTAMP, TIMESTAMPTZ, 2525, 2545, 2536);
        table.add(2540, "<", TIMESTAMPTZ, TIMESTAMP, 2527, 2538, 2543);
        table.add(2541, "<=", TIMESTAMPTZ, TIMESTAMP, 2528, 2537, 2544);
        table.add(2542, "=", TIMESTAMPTZ, TIMESTAMP, 2529, 2536, 2545);
        table.add(2543, ">=", TIMESTAMPTZ, TIMESTAMP, 2531, 2535, 2540);
        table.add(2544, ">", TIMESTAMPTZ, TIMESTAMP, 2530, 2534, 2541);
        table.add(2545, "<>", TIMESTAMPTZ, TIMESTAMP, 2532, 2539, 2542);
    }
}
