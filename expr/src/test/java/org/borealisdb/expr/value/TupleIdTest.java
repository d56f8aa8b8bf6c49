package org.borealisdb.expr.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.junit.jupiter.api.Test;

/** Addresses of rows: their text, their bytes and their order. */
class TupleIdTest {
    private static final String LONG = "(340282366920938463463374607431768211456,7)";

    @Test
    void writesWhatItReads() {
        for (String text : List.of("(0,0)", "(0,1)", "(1,65535)", "(4294967295,2)", "(4294967296,3)", LONG)) {
            TupleId id = TupleId.parse(text);
            assertThat(id).hasToString(text);
            assertThat(TupleId.ofBytes(id.bytes())).isEqualTo(id).hasSameHashCodeAs(id);
        }
    }

    @Test
    void isANumberOfBlockAndOffset() {
        assertThat(TupleId.of((5L << 16) + 9)).hasToString("(5,9)");
        assertThat(TupleId.parse("(5,9)").number()).isEqualTo((5L << 16) + 9);
        assertThat(TupleId.parse(LONG).isShort()).isFalse();
    }

    @Test
    void isOrderedByBlockAndThenByOffset() {
        List<String> ordered = List.of("(0,9)", "(1,1)", "(1,10)", "(2,0)", "(10,0)", "(4294967295,0)", LONG);
        assertThat(ordered.stream().map(TupleId::parse)).isSorted();
    }

    @Test
    void readsNumbersAsPostgresDoes() {
        assertThat(TupleId.parse("x( 1,+2)y")).hasToString("(1,2)");
        assertThat(TupleId.parse("(-1,)")).hasToString("(4294967295,0)");
    }

    @Test
    void refusesWhatIsNone() {
        for (String text : List.of("", "1,2", "(1,2", "(1)", "(a,1)", "(1,65536)", "(1,-1)", "(1, )", "(1,2 )")) {
            assertThatExceptionOfType(SqlException.class)
                    .isThrownBy(() -> TupleId.parse(text))
                    .satisfies(error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_TEXT_REPRESENTATION));
        }
        assertThatExceptionOfType(SqlException.class).isThrownBy(() -> TupleId.ofBytes(new byte[5]));
        assertThatExceptionOfType(SqlException.class).isThrownBy(() -> TupleId.ofBytes(new byte[7]));
    }
}
