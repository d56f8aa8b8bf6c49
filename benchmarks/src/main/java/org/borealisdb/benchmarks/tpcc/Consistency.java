package org.borealisdb.benchmarks.tpcc;

import java.util.List;

/** The specification's conditions that every state of the tables fulfils (clause 3.3.2), as queries that count where it does not. */
final class Consistency {
    /** A condition by its clause. */
    record Condition(String clause, String violations) {}

    static final List<Condition> CONDITIONS = List.of(
            new Condition(
                    "3.3.2.1",
                    "SELECT count(*) FROM warehouse JOIN (SELECT d_w_id, sum(d_ytd) AS ytd FROM district GROUP BY d_w_id) AS d"
                            + " ON d_w_id = w_id WHERE w_ytd <> ytd"),
            new Condition(
                    "3.3.2.2",
                    "SELECT count(*) FROM district JOIN (SELECT o_w_id, o_d_id, max(o_id) AS o FROM orders GROUP BY o_w_id, o_d_id) AS o"
                            + " ON o_w_id = d_w_id AND o_d_id = d_id WHERE d_next_o_id - 1 <> o"),
            new Condition(
                    "3.3.2.3",
                    "SELECT count(*) FROM (SELECT 1 FROM new_order GROUP BY no_w_id, no_d_id"
                            + " HAVING max(no_o_id) - min(no_o_id) + 1 <> count(*)) AS n"),
            new Condition(
                    "3.3.2.4",
                    "SELECT count(*) FROM (SELECT o_w_id, o_d_id, sum(o_ol_cnt) AS n FROM orders GROUP BY o_w_id, o_d_id) AS o"
                            + " JOIN (SELECT ol_w_id, ol_d_id, count(*) AS m FROM order_line GROUP BY ol_w_id, ol_d_id) AS l"
                            + " ON ol_w_id = o_w_id AND ol_d_id = o_d_id WHERE n <> m"),
            new Condition(
                    "3.3.2.5",
                    "SELECT count(*) FROM orders LEFT JOIN new_order ON no_w_id = o_w_id AND no_d_id = o_d_id AND no_o_id = o_id"
                            + " WHERE (o_carrier_id IS NULL) <> (no_o_id IS NOT NULL)"),
            new Condition(
                    "3.3.2.6",
                    "SELECT count(*) FROM orders JOIN (SELECT ol_w_id, ol_d_id, ol_o_id, count(*) AS n FROM order_line"
                            + " GROUP BY ol_w_id, ol_d_id, ol_o_id) AS l ON ol_w_id = o_w_id AND ol_d_id = o_d_id AND ol_o_id = o_id"
                            + " WHERE o_ol_cnt <> n"),
            new Condition(
                    "3.3.2.7",
                    "SELECT count(*) FROM order_line JOIN orders ON o_w_id = ol_w_id AND o_d_id = ol_d_id AND o_id = ol_o_id"
                            + " WHERE (ol_delivery_d IS NULL) <> (o_carrier_id IS NULL)"),
            new Condition(
                    "3.3.2.8",
                    "SELECT count(*) FROM warehouse JOIN (SELECT h_w_id, sum(h_amount) AS amount FROM history GROUP BY h_w_id) AS h"
                            + " ON h_w_id = w_id WHERE w_ytd <> amount"));

    private Consistency() {}
}
