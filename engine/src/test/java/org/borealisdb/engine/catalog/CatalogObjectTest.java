package org.borealisdb.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import java.util.TreeMap;
import org.borealisdb.runtime.codec.MalformedException;
import org.junit.jupiter.api.Test;

/** The format of catalog objects and sequence states. */
class CatalogObjectTest {
    private static final CatalogObject OBJECT = CatalogObject.of(CatalogKind.INDEX, 16_385, 7, "idx")
            .withRelated(16_384)
            .withTree(66)
            .with(CatalogObject.UNIQUE, "t");

    @Test
    void formatsArePinned() {
        assertThat(HexFormat.of().formatHex(OBJECT.encode()))
                .isEqualTo("0106" + "0700000000000000" + "0040000000000000" + "4200000000000000" + "03000000696478"
                        + "01000000" + "06000000756e69717565" + "0100000074");
        assertThat(HexFormat.of().formatHex(SequenceState.from(5).encode()))
                .isEqualTo("0200" + "0500000000000000" + "0100000000000000" + "0100000000000000" + "ffffffffffffff7f"
                        + "20000000");
    }

    @Test
    void whatIsEncodedIsDecoded() {
        byte[] row = OBJECT.encode();
        assertThat(CatalogObject.decode(16_385, row, 0, row.length)).isEqualTo(OBJECT);
        byte[] state = new SequenceState(9, true, -3, -10, 10, true, 4).encode();
        assertThat(SequenceState.decode(state, state.length))
                .isEqualTo(new SequenceState(9, true, -3, -10, 10, true, 4));
    }

    @Test
    void damagedBytesAreRefusedOrAnotherObject() {
        Random random = new Random(7);
        byte[] row = OBJECT.encode();
        for (int cut = 0; cut < row.length; cut++) {
            int length = cut;
            assertThatThrownBy(() -> CatalogObject.decode(1, row, 0, length)).isInstanceOf(MalformedException.class);
        }
        for (int round = 0; round < 5000; round++) {
            byte[] damaged = row.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                assertThat(CatalogObject.decode(1, damaged, 0, damaged.length).id())
                        .isEqualTo(1);
            } catch (MalformedException refused) {
                assertThat(refused).hasMessageContaining("catalog object 1");
            }
        }
    }

    @Test
    void invalidObjectsDoNotExist() {
        assertThatThrownBy(() -> CatalogObject.of(CatalogKind.ROLE, 0, 0, "r"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CatalogObject.of(CatalogKind.ROLE, 1, 0, "r\0"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CatalogObject.of(CatalogKind.ROLE, 1, -1, "r"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void propertiesAreCopied() {
        TreeMap<String, String> properties = new TreeMap<>();
        properties.put("a", "1");
        CatalogObject object = OBJECT.withProperties(properties);
        properties.put("a", "2");
        assertThat(object.property("a")).contains("1");
    }

    /** The first format had the next value, and a flag if there was none. */
    @Test
    void formerStatesOfSequencesAreRead() {
        String bounds = "0100000000000000" + "0100000000000000" + "0900000000000000" + "20000000";
        byte[] going = HexFormat.of().parseHex("0100" + "0500000000000000" + bounds);
        assertThat(SequenceState.decode(going, going.length).next()).isEqualTo(5);
        assertThat(SequenceState.decode(going, going.length).exhausted()).isFalse();
        byte[] ended = HexFormat.of().parseHex("0101" + "0900000000000000" + bounds);
        assertThat(SequenceState.decode(ended, ended.length).exhausted()).isTrue();
        byte[] later = HexFormat.of().parseHex("0300" + "0500000000000000" + bounds);
        assertThatThrownBy(() -> SequenceState.decode(later, later.length)).isInstanceOf(MalformedException.class);
    }

    @Test
    void sequencesStopOrCycleAtTheirBounds() {
        SequenceState up = new SequenceState(Long.MAX_VALUE - 1, false, 1, 1, Long.MAX_VALUE, false, 1);
        SequenceState last = up.after(Long.MAX_VALUE - 1);
        assertThat(last.exhausted()).isFalse();
        assertThat(last.after(Long.MAX_VALUE).exhausted()).isTrue();
        SequenceState down = new SequenceState(2, false, -2, 1, 5, true, 1);
        assertThat(down.after(2).next()).isEqualTo(5);
        assertThat(down.after(2).exhausted()).isFalse();
    }
}
