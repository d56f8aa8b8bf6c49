package org.borealisdb.benchmarks.tpcc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How many items of the last twenty orders of a district are running out (clause 2.8). */
final class StockLevel implements Transaction {
    private static final int ORDERS = 20;

    private final TpccRandom random;
    private final int warehouse;
    private final PreparedStatement next;
    private final PreparedStatement low;

    StockLevel(Statements statements, TpccRandom random, int warehouse) throws SQLException {
        this.random = random;
        this.warehouse = warehouse;
        this.next = statements.prepare("SELECT d_next_o_id FROM district WHERE d_w_id = ? AND d_id = ?");
        this.low = statements.prepare(
                "SELECT count(DISTINCT s_i_id) FROM order_line JOIN stock ON s_w_id = ol_w_id AND s_i_id = ol_i_id"
                        + " WHERE ol_w_id = ? AND ol_d_id = ? AND ol_o_id >= ? AND ol_o_id < ? AND s_quantity < ?");
    }

    @Override
    public boolean enter() throws SQLException {
        int district = random.number(1, TpccRandom.DISTRICTS);
        int end;
        try (ResultSet rows = Statements.query(next, warehouse, district)) {
            Statements.first(rows);
            end = rows.getInt(1);
        }
        try (ResultSet rows = Statements.query(low, warehouse, district, end - ORDERS, end, random.number(10, 20))) {
            Statements.first(rows);
        }
        return true;
    }
}
