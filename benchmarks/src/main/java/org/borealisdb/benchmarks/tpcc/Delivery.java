package org.borealisdb.benchmarks.tpcc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;

/** The oldest order of each district of a warehouse is delivered (clause 2.7), all in one transaction. */
final class Delivery implements Transaction {
    private final TpccRandom random;
    private final int warehouse;
    private final PreparedStatement oldest;
    private final PreparedStatement take;
    private final PreparedStatement order;
    private final PreparedStatement lines;
    private final PreparedStatement amount;
    private final PreparedStatement customer;

    Delivery(Statements statements, TpccRandom random, int warehouse) throws SQLException {
        this.random = random;
        this.warehouse = warehouse;
        this.oldest = statements.prepare(
                "SELECT no_o_id FROM new_order WHERE no_w_id = ? AND no_d_id = ? ORDER BY no_o_id LIMIT 1");
        this.take = statements.prepare("DELETE FROM new_order WHERE no_w_id = ? AND no_d_id = ? AND no_o_id = ?");
        this.order = statements.prepare(
                "UPDATE orders SET o_carrier_id = ? WHERE o_w_id = ? AND o_d_id = ? AND o_id = ? RETURNING o_c_id");
        this.lines = statements.prepare(
                "UPDATE order_line SET ol_delivery_d = ? WHERE ol_w_id = ? AND ol_d_id = ? AND ol_o_id = ?");
        this.amount = statements.prepare(
                "SELECT sum(ol_amount) FROM order_line WHERE ol_w_id = ? AND ol_d_id = ? AND ol_o_id = ?");
        this.customer =
                statements.prepare("UPDATE customer SET c_balance = c_balance + ?, c_delivery_cnt = c_delivery_cnt + 1"
                        + " WHERE c_w_id = ? AND c_d_id = ? AND c_id = ?");
    }

    @Override
    public boolean enter() throws SQLException {
        int carrier = random.number(1, 10);
        Timestamp now = new Timestamp(System.currentTimeMillis());
        for (int district = 1; district <= TpccRandom.DISTRICTS; district++) {
            int taken = takeOldest(district);
            if (taken > 0) {
                deliver(district, taken, carrier, now);
            }
        }
        return true;
    }

    /** The order that this transaction has taken away from the new ones; 0 if there is none. Another may be faster. */
    private int takeOldest(int district) throws SQLException {
        while (true) {
            int number;
            try (ResultSet rows = Statements.query(oldest, warehouse, district)) {
                if (!rows.next()) {
                    return 0;
                }
                number = rows.getInt(1);
            }
            if (Statements.change(take, warehouse, district, number) > 0) {
                return number;
            }
        }
    }

    private void deliver(int district, int number, int carrier, Timestamp now) throws SQLException {
        int who;
        try (ResultSet rows = Statements.query(order, carrier, warehouse, district, number)) {
            Statements.first(rows);
            who = rows.getInt(1);
        }
        Statements.change(lines, now, warehouse, district, number);
        BigDecimal sum;
        try (ResultSet rows = Statements.query(amount, warehouse, district, number)) {
            Statements.first(rows);
            sum = rows.getBigDecimal(1);
        }
        Statements.change(customer, sum, warehouse, district, who);
    }
}
