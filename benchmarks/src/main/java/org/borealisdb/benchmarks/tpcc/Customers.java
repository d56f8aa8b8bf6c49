package org.borealisdb.benchmarks.tpcc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How payments and questions for orders name a customer: 60 of 100 times by the last name, else by the number (clause 2.5.1.2). */
final class Customers {
    private final TpccRandom random;
    private final PreparedStatement byName;

    Customers(Statements statements, TpccRandom random) throws SQLException {
        this.random = random;
        this.byName = statements.prepare(
                "SELECT c_id FROM customer WHERE c_w_id = ? AND c_d_id = ? AND c_last = ? ORDER BY c_first");
    }

    /** The number of a customer of a district; of several with a name, the one in the middle. */
    int choose(int warehouse, int district) throws SQLException {
        while (random.percent(60)) {
            List<Integer> found = new ArrayList<>();
            try (ResultSet rows = Statements.query(byName, warehouse, district, random.enteredName())) {
                while (rows.next()) {
                    found.add(rows.getInt(1));
                }
            }
            if (!found.isEmpty()) {
                return found.get((found.size() - 1) / 2);
            }
        }
        return random.customer();
    }
}
