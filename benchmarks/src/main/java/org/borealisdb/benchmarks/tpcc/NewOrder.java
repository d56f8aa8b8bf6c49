package org.borealisdb.benchmarks.tpcc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;

/** A customer orders five to fifteen items (clause 2.4). */
final class NewOrder implements Transaction {
    private final TpccRandom random;
    private final int warehouses;
    private final int warehouse;
    private final PreparedStatement customer;
    private final PreparedStatement district;
    private final PreparedStatement order;
    private final PreparedStatement open;
    private final PreparedStatement item;
    private final PreparedStatement[] stock = new PreparedStatement[TpccRandom.DISTRICTS];
    private final PreparedStatement take;
    private final PreparedStatement line;

    NewOrder(Statements statements, TpccRandom random, int warehouses, int warehouse) throws SQLException {
        this.random = random;
        this.warehouses = warehouses;
        this.warehouse = warehouse;
        this.customer = statements.prepare(
                "SELECT c_discount, c_last, c_credit, w_tax FROM customer JOIN warehouse ON w_id = c_w_id"
                        + " WHERE c_w_id = ? AND c_d_id = ? AND c_id = ?");
        this.district = statements.prepare(
                "UPDATE district SET d_next_o_id = d_next_o_id + 1 WHERE d_w_id = ? AND d_id = ? RETURNING d_next_o_id - 1, d_tax");
        this.order =
                statements.prepare("INSERT INTO orders (o_w_id, o_d_id, o_id, o_c_id, o_entry_d, o_ol_cnt, o_all_local)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        this.open = statements.prepare("INSERT INTO new_order (no_w_id, no_d_id, no_o_id) VALUES (?, ?, ?)");
        this.item = statements.prepare("SELECT i_price, i_name, i_data FROM item WHERE i_id = ?");
        for (int i = 0; i < stock.length; i++) {
            stock[i] = statements.prepare(
                    "SELECT s_quantity, s_data, s_dist_%02d FROM stock WHERE s_w_id = ? AND s_i_id = ? FOR UPDATE"
                            .formatted(i + 1));
        }
        this.take =
                statements.prepare("UPDATE stock SET s_quantity = ?, s_ytd = s_ytd + ?, s_order_cnt = s_order_cnt + 1,"
                        + " s_remote_cnt = s_remote_cnt + ? WHERE s_w_id = ? AND s_i_id = ?");
        this.line = statements.prepare(
                "INSERT INTO order_line (ol_w_id, ol_d_id, ol_o_id, ol_number, ol_i_id, ol_supply_w_id, ol_quantity,"
                        + " ol_amount, ol_dist_info) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    @Override
    public boolean enter() throws SQLException {
        int inDistrict = random.number(1, TpccRandom.DISTRICTS);
        int lines = random.number(5, 15);
        boolean mistaken = random.percent(1);
        int[] items = new int[lines];
        int[] suppliers = new int[lines];
        boolean local = true;
        for (int i = 0; i < lines; i++) {
            items[i] = mistaken && i == lines - 1 ? TpccRandom.ITEMS + 1 : random.item();
            suppliers[i] = random.percent(1) ? another() : warehouse;
            local &= suppliers[i] == warehouse;
        }
        int who = random.customer();
        try (ResultSet rows = Statements.query(customer, warehouse, inDistrict, who)) {
            Statements.first(rows);
        }
        int number;
        try (ResultSet rows = Statements.query(district, warehouse, inDistrict)) {
            Statements.first(rows);
            number = rows.getInt(1);
        }
        Timestamp now = new Timestamp(System.currentTimeMillis());
        Statements.change(order, warehouse, inDistrict, number, who, now, lines, local ? 1 : 0);
        Statements.change(open, warehouse, inDistrict, number);
        for (int i = 0; i < lines; i++) {
            if (!orderLine(inDistrict, number, i + 1, items[i], suppliers[i])) {
                return false;
            }
        }
        return true;
    }

    private int another() {
        if (warehouses == 1) {
            return warehouse;
        }
        int other = random.number(1, warehouses - 1);
        return other < warehouse ? other : other + 1;
    }

    /** False if there is no such item. */
    private boolean orderLine(int inDistrict, int orderNumber, int lineNumber, int itemNumber, int supplier)
            throws SQLException {
        BigDecimal price;
        try (ResultSet rows = Statements.query(item, itemNumber)) {
            if (!rows.next()) {
                return false;
            }
            price = rows.getBigDecimal(1);
        }
        int quantity = random.number(1, 10);
        int left;
        String info;
        try (ResultSet rows = Statements.query(stock[inDistrict - 1], supplier, itemNumber)) {
            Statements.first(rows);
            left = rows.getInt(1);
            info = rows.getString(3);
        }
        left = left >= quantity + 10 ? left - quantity : left - quantity + 91;
        Statements.change(take, left, quantity, supplier == warehouse ? 0 : 1, supplier, itemNumber);
        BigDecimal amount = price.multiply(BigDecimal.valueOf(quantity));
        Statements.change(
                line, warehouse, inDistrict, orderNumber, lineNumber, itemNumber, supplier, quantity, amount, info);
        return true;
    }
}
