package org.borealisdb.benchmarks.tpcc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;

/** A customer pays; warehouse and district keep sums (clause 2.5). */
final class Payment implements Transaction {
    private static final int DATA_LENGTH = 500;

    private final TpccRandom random;
    private final int warehouses;
    private final int warehouse;
    private final Customers customers;
    private final PreparedStatement ofWarehouse;
    private final PreparedStatement ofDistrict;
    private final PreparedStatement ofCustomer;
    private final PreparedStatement note;
    private final PreparedStatement history;

    Payment(Statements statements, TpccRandom random, int warehouses, int warehouse) throws SQLException {
        this.random = random;
        this.warehouses = warehouses;
        this.warehouse = warehouse;
        this.customers = new Customers(statements, random);
        this.ofWarehouse = statements.prepare("UPDATE warehouse SET w_ytd = w_ytd + ? WHERE w_id = ?"
                + " RETURNING w_name, w_street_1, w_street_2, w_city, w_state, w_zip");
        this.ofDistrict = statements.prepare("UPDATE district SET d_ytd = d_ytd + ? WHERE d_w_id = ? AND d_id = ?"
                + " RETURNING d_name, d_street_1, d_street_2, d_city, d_state, d_zip");
        this.ofCustomer =
                statements.prepare("UPDATE customer SET c_balance = c_balance - ?, c_ytd_payment = c_ytd_payment + ?,"
                        + " c_payment_cnt = c_payment_cnt + 1 WHERE c_w_id = ? AND c_d_id = ? AND c_id = ?"
                        + " RETURNING c_first, c_middle, c_last, c_street_1, c_street_2, c_city, c_state, c_zip, c_phone, c_since, c_credit, c_credit_lim,"
                        + " c_discount, c_balance, c_data");
        this.note = statements.prepare("UPDATE customer SET c_data = ? WHERE c_w_id = ? AND c_d_id = ? AND c_id = ?");
        this.history = statements.prepare(
                "INSERT INTO history (h_c_id, h_c_d_id, h_c_w_id, h_d_id, h_w_id, h_date, h_amount, h_data)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    }

    @Override
    public boolean enter() throws SQLException {
        int district = random.number(1, TpccRandom.DISTRICTS);
        boolean home = warehouses == 1 || random.percent(85);
        int other = home ? warehouse : random.number(1, warehouses);
        int otherDistrict = home ? district : random.number(1, TpccRandom.DISTRICTS);
        BigDecimal amount = BigDecimal.valueOf(random.number(100, 500_000), 2);
        String names;
        try (ResultSet rows = Statements.query(ofWarehouse, amount, warehouse)) {
            Statements.first(rows);
            names = rows.getString(1);
        }
        try (ResultSet rows = Statements.query(ofDistrict, amount, warehouse, district)) {
            Statements.first(rows);
            names += "    " + rows.getString(1);
        }
        int customer = customers.choose(other, otherDistrict);
        String data;
        boolean bad;
        try (ResultSet rows = Statements.query(ofCustomer, amount, amount, other, otherDistrict, customer)) {
            Statements.first(rows);
            bad = "BC".equals(rows.getString(11));
            data = rows.getString(15);
        }
        if (bad) {
            String line = customer + " " + otherDistrict + " " + other + " " + district + " " + warehouse + " " + amount
                    + "|" + data;
            Statements.change(
                    note, line.substring(0, Math.min(DATA_LENGTH, line.length())), other, otherDistrict, customer);
        }
        Timestamp now = new Timestamp(System.currentTimeMillis());
        Statements.change(history, customer, otherDistrict, other, district, warehouse, now, amount, names);
        return true;
    }
}
