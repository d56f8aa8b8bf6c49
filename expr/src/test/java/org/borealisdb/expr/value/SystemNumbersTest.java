package org.borealisdb.expr.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.junit.jupiter.api.Test;

/** Positions in the log, ids of transactions, snapshots of them, and amounts of money, against what PostgreSQL 15 writes. */
class SystemNumbersTest {
    private static final TextInput INPUT = new TextInput(SessionFormat.DEFAULT, 0);

    private static String through(BuiltInType type, String text) {
        Object value = INPUT.parse(type.type(), text);
        Object sent = BinaryInput.parse(type.type(), BinaryOutput.toBytes(type.type(), value));
        assertThat(sent).isEqualTo(value);
        return TextOutput.format(type.type(), value, SessionFormat.DEFAULT);
    }

    @Test
    void positionsAreTwoHalves() {
        assertThat(through(BuiltInType.PG_LSN, "00000016/b374D848")).isEqualTo("16/B374D848");
        assertThat(through(BuiltInType.PG_LSN, "FFFFFFFF/0")).isEqualTo("FFFFFFFF/0");
        assertThatThrownBy(() -> through(BuiltInType.PG_LSN, "123456789/0"))
                .isInstanceOf(SqlException.class)
                .hasMessage("invalid input syntax for type pg_lsn: \"123456789/0\"");
    }

    @Test
    void idsAreReadAsInC() {
        assertThat(through(BuiltInType.XID8, "010")).isEqualTo("8");
        assertThat(through(BuiltInType.XID8, "-1")).isEqualTo("18446744073709551615");
        assertThat(through(BuiltInType.XID8, "99999999999999999999")).isEqualTo("18446744073709551615");
        assertThat(through(BuiltInType.XID8, "x")).isEqualTo("0");
    }

    @Test
    void theUpperHalfComesLast() {
        for (BuiltInType type : List.of(BuiltInType.PG_LSN, BuiltInType.XID8)) {
            SqlType each = type.type();
            boolean position = type == BuiltInType.PG_LSN;
            Object low = INPUT.parse(each, position ? "7FFFFFFF/FFFFFFFF" : "0x7fffffffffffffff");
            Object high = INPUT.parse(each, position ? "80000000/0" : "0x8000000000000000");
            assertThat(ValueOrder.compare(each, low, high)).isNegative();
        }
    }

    @Test
    void snapshotsTellWhatHasEnded() {
        assertThat(through(BuiltInType.PG_SNAPSHOT, "12:20:13,15,15,18")).isEqualTo("12:20:13,15,18");
        TransactionSnapshot snapshot = TransactionSnapshot.parse("12:20:13,15");
        assertThat(snapshot.hasEnded(11)).isTrue();
        assertThat(snapshot.hasEnded(13)).isFalse();
        assertThat(snapshot.hasEnded(14)).isTrue();
        assertThat(snapshot.hasEnded(20)).isFalse();
        for (String wrong : List.of("20:12:", "0:1:", "12:13", "12:16:14,13", "12:16:20", "12:16:14,x")) {
            assertThatThrownBy(() -> TransactionSnapshot.parse(wrong))
                    .isInstanceOf(SqlException.class)
                    .hasMessage("invalid input syntax for type pg_snapshot: \"" + wrong + "\"");
        }
    }

    @Test
    void amountsAreReadInManyForms() {
        assertThat(through(BuiltInType.MONEY, "1234567.891")).isEqualTo("$1,234,567.89");
        assertThat(through(BuiltInType.MONEY, "($12.345)")).isEqualTo("-$12.35");
        assertThat(through(BuiltInType.MONEY, "- $ .5")).isEqualTo("-$0.50");
        assertThat(through(BuiltInType.MONEY, "12 -$")).isEqualTo("-$12.00");
        assertThat(through(BuiltInType.MONEY, "-92233720368547758.08")).isEqualTo("-$92,233,720,368,547,758.08");
        assertThatThrownBy(() -> through(BuiltInType.MONEY, "92233720368547758.08"))
                .hasMessage("value \"92233720368547758.08\" is out of range for type money");
        assertThatThrownBy(() -> through(BuiltInType.MONEY, "12x"))
                .hasMessage("invalid input syntax for type money: \"12x\"");
    }
}
