package org.borealisdb.benchmarks.tpcc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A customer asks for the last order (clause 2.6). */
final class OrderStatus implements Transaction {
    private final TpccRandom random;
    private final int warehouse;
    private final Customers customers;
    private final PreparedStatement customer;
    private final PreparedStatement last;
    private final PreparedStatement lines;

    OrderStatus(Statements statements, TpccRandom random, int warehouse) throws SQLException {
        this.random = random;
        this.warehouse = warehouse;
        this.customers = new Customers(statements, random);
        this.customer = statements.prepare(
                "SELECT c_balance, c_first, c_middle, c_last FROM customer WHERE c_w_id = ? AND c_d_id = ? AND c_id = ?");
        this.last = statements.prepare(
                "SELECT o_id, o_entry_d, o_carrier_id FROM orders WHERE o_w_id = ? AND o_d_id = ? AND o_c_id = ?"
                        + " ORDER BY o_id DESC LIMIT 1");
        this.lines = statements.prepare(
                "SELECT ol_i_id, ol_supply_w_id, ol_quantity, ol_amount, ol_delivery_d FROM order_line"
                        + " WHERE ol_w_id = ? AND ol_d_id = ? AND ol_o_id = ?");
    }

    @Override
    public boolean enter() throws SQLException {
        int district = random.number(1, TpccRandom.DISTRICTS);
        int who = customers.choose(warehouse, district);
        try (ResultSet rows = Statements.query(customer, warehouse, district, who)) {
            Statements.first(rows);
        }
        int order;
        try (ResultSet rows = Statements.query(last, warehouse, district, who)) {
            Statements.first(rows);
            order = rows.getInt(1);
        }
        try (ResultSet rows = Statements.query(lines, warehouse, district, order)) {
            Statements.first(rows);
        }
        return true;
    }
}
