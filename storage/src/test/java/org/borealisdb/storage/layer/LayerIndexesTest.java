package org.borealisdb.storage.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.borealisdb.runtime.codec.Checksum;
import org.junit.jupiter.api.Test;

/** Indexes that are equal are one; those that only look alike are not. */
class LayerIndexesTest {
    private static ByteBuffer rows(long... pages) {
        ByteBuffer rows =
                ByteBuffer.allocate(pages.length * LayerHeader.INDEX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int place = 0; place < pages.length; place++) {
            rows.putLong(place * LayerHeader.INDEX_BYTES, pages[place]);
        }
        return rows;
    }

    private static LayerIndex index(ByteBuffer rows) {
        return LayerIndexes.of(rows, LayerHeader.CLEAR, Checksum.of(rows, 0, rows.limit()));
    }

    @Test
    void equalOnesAreOne() {
        LayerIndex first = index(rows(1, 5, 9));
        assertThat(index(rows(1, 5, 9))).isSameAs(first);
        assertThat(index(rows(1, 5, 10))).isNotSameAs(first);
        assertThat(index(rows(1, 5, 9))).isSameAs(first);
    }

    @Test
    void ofTwoVersionsNoneIsTheOther() {
        ByteBuffer rows = rows(1, 5, 9);
        int checksum = Checksum.of(rows, 0, rows.limit());
        LayerIndex clear = LayerIndexes.of(rows, LayerHeader.CLEAR, checksum);
        LayerIndex sealed = LayerIndexes.of(rows(1, 5, 9), LayerHeader.SEALED, checksum);
        assertThat(sealed).isNotSameAs(clear);
        assertThat(clear.unpacked(0)).isZero();
    }

    @Test
    void anEqualChecksumIsNotEnough() {
        LayerIndex first = LayerIndexes.of(rows(21, 22), LayerHeader.CLEAR, 4711);
        LayerIndex second = LayerIndexes.of(rows(21, 23), LayerHeader.CLEAR, 4711);
        assertThat(second).isNotSameAs(first);
        assertThat(second.page(1)).isEqualTo(23);
        assertThat(first.page(1)).isEqualTo(22);
    }
}
