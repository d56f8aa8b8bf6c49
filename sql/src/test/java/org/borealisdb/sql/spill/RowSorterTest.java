package org.borealisdb.sql.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.BoxedRow;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.Interval;
import org.borealisdb.expr.value.Numeric;
import org.borealisdb.runtime.real.RealFileStore;
import org.borealisdb.runtime.real.RealRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sorters, buffers, their files and their accounts. */
class RowSorterTest {
    private static final SortOrder BY_FIRST = (left, right) -> Long.compare(left.longAt(0), right.longAt(0));

    @TempDir
    private Path folder;

    private final InstanceMemory memory = new InstanceMemory(4 << 20);

    private SessionMemory session(MemoryLimits limits) {
        ScratchSpace space = ScratchSpace.open(new RealFileStore(folder), new RealRandom());
        return new SessionMemory(new LocalResources(memory, space), () -> limits);
    }

    private StatementMemory statement(long bytes) {
        return new StatementMemory(session(new MemoryLimits(bytes, bytes, MemoryLimits.UNLIMITED)));
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Runs are so many that they are merged in several passes. */
    @Test
    void mergesInSeveralPassesAndKeepsTies() throws IOException {
        Random random = new Random(7);
        List<BoxedRow> rows = new ArrayList<>();
        for (long i = 0; i < 20_000; i++) {
            rows.add(BoxedRow.of((Object) (long) random.nextInt(50), i));
        }
        try (StatementMemory statement = statement(64 << 10);
                RowSorter sorter = new RowSorter(statement, BY_FIRST)) {
            rows.forEach(sorter::add);
            List<String> sorted = new ArrayList<>();
            RowSorter.Sorted answer = sorter.sorted();
            while (answer.next()) {
                sorted.add(answer.row().toString());
            }
            assertThat(sorter.method()).isEqualTo(RowSorter.Method.EXTERNAL);
            assertThat(sorter.peakBytes()).isLessThanOrEqualTo(64 << 10);
            rows.sort(BY_FIRST);
            assertThat(sorted).isEqualTo(rows.stream().map(BoxedRow::toString).toList());
            assertThat(files()).hasSize(1);
        }
        assertThat(files()).isEmpty();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void forgetsWhatIsNotWanted() {
        for (long wanted : new long[] {0, 1, 7, 600, 1500}) {
            try (StatementMemory statement = statement(wanted > 1000 ? 64 << 10 : 1 << 20);
                    RowSorter sorter = new RowSorter(statement, BY_FIRST, wanted)) {
                Random random = new Random(wanted);
                List<BoxedRow> rows = new ArrayList<>();
                for (long i = 0; i < 5_000; i++) {
                    BoxedRow row = BoxedRow.of((Object) (long) random.nextInt(900), i);
                    rows.add(row);
                    sorter.add(row);
                }
                rows.sort(BY_FIRST);
                RowSorter.Sorted answer = sorter.sorted();
                for (int i = 0; i < wanted; i++) {
                    assertThat(answer.next()).isTrue();
                    assertThat(answer.row().toString()).isEqualTo(rows.get(i).toString());
                }
            }
        }
    }

    @Test
    void whatPrefixesDoNotTellIsCompared() {
        SortOrder coarse = new SortOrder() {
            @Override
            public int compare(BoxedRow left, BoxedRow right) {
                return BY_FIRST.compare(left, right);
            }

            @Override
            public boolean hasPrefixes() {
                return true;
            }

            @Override
            public long prefix(BoxedRow row) {
                return row.longAt(0) / 10;
            }
        };
        for (long wanted : new long[] {3, 700, Long.MAX_VALUE}) {
            try (StatementMemory statement = statement(64 << 10);
                    RowSorter sorter = new RowSorter(statement, coarse, wanted)) {
                Random random = new Random(wanted);
                List<BoxedRow> rows = new ArrayList<>();
                for (long i = 0; i < 5_000; i++) {
                    rows.add(BoxedRow.of((Object) (long) random.nextInt(300), i));
                }
                rows.forEach(sorter::add);
                rows.sort(BY_FIRST);
                RowSorter.Sorted answer = sorter.sorted();
                for (int i = 0; i < Math.min(wanted, rows.size()); i++) {
                    assertThat(answer.next()).isTrue();
                    assertThat(answer.row().toString()).isEqualTo(rows.get(i).toString());
                }
            }
        }
    }

    @Test
    void buffersFindRowsByNumberWhileTheyGrow() {
        Random random = new Random(3);
        try (StatementMemory statement = statement(16 << 10);
                RowBuffer buffer = new RowBuffer(statement)) {
            for (long i = 0; i < 3_000; i++) {
                buffer.add(BoxedRow.of((Object) i, "x".repeat(i % 500 == 0 ? 30_000 : random.nextInt(40))));
                long any = random.nextLong(i + 1);
                assertThat(buffer.get(any).longAt(0)).isEqualTo(any);
                assertThat(buffer.get(i).longAt(0)).isEqualTo(i);
            }
            assertThat(buffer.diskBytes()).isPositive();
            assertThatThrownBy(() -> buffer.get(3_000)).isInstanceOf(IndexOutOfBoundsException.class);
            buffer.clear();
            assertThat(buffer.size()).isZero();
            buffer.add(BoxedRow.of((Object) 5L));
            assertThat(buffer.get(0).longAt(0)).isEqualTo(5);
        }
        assertThat(memory.taken()).isZero();
    }

    @Test
    void allKindsOfValuesComeBack() {
        RowCodec codec = new RowCodec();
        BoxedRow inner = BoxedRow.of((Object) true, null, "t\u00e4\ud83d\ude00xt", 3.5);
        BoxedRow row = BoxedRow.of(
                null,
                true,
                false,
                Long.MIN_VALUE,
                -1L,
                0L,
                Long.MAX_VALUE,
                -0.0,
                Double.NaN,
                "",
                "x".repeat(70_000),
                Numeric.of(new BigDecimal("-12345678901234567890.0001200")),
                Numeric.NAN,
                Numeric.POSITIVE_INFINITY,
                Numeric.ZERO,
                new Interval(-1, 2, -3),
                new UUID(1, -2),
                inner,
                ArrayValue.ofDimensions(
                        BuiltInType.INT4.type(), new int[] {2, 2}, new int[] {0, -1}, Arrays.asList(1L, null, 3L, 4L)),
                ArrayValue.of(BuiltInType.TEXT.type(), List.of()),
                ArrayValue.of(BuiltInType.NUMERIC.type(), List.of(Numeric.ONE)));
        ByteSink sink = new ByteSink();
        codec.encode(row, sink);
        BoxedRow back = codec.decode(sink.toBytes());
        assertThat(back.size()).isEqualTo(row.size());
        for (int i = 0; i < row.size(); i++) {
            if (row.isNull(i)) {
                assertThat(back.isNull(i)).isTrue();
            } else if (row.objectAt(i) instanceof BoxedRow) {
                assertThat(back.objectAt(i).toString()).isEqualTo(inner.toString());
            } else if (row.objectAt(i) instanceof ArrayValue array) {
                ArrayValue other = (ArrayValue) back.objectAt(i);
                assertThat(other.elements()).isEqualTo(array.elements());
                assertThat(other.elementType()).isEqualTo(array.elementType());
                assertThat(other.dimensions()).isEqualTo(array.dimensions());
                for (int k = 0; k < array.dimensions(); k++) {
                    assertThat(other.lowerBound(k)).isEqualTo(array.lowerBound(k));
                    assertThat(other.length(k)).isEqualTo(array.length(k));
                }
            } else {
                assertThat(back.objectAt(i)).isEqualTo(row.objectAt(i));
            }
        }
        sink.clear();
        codec.encode(BoxedRow.of(new byte[] {0, -1, 7}, Jsonb.parse("{\"a\": [1, 2.50]}")), sink);
        back = codec.decode(sink.toBytes());
        assertThat((byte[]) back.objectAt(0)).containsExactly(0, -1, 7);
        assertThat(back.objectAt(1).toString()).isEqualTo("{\"a\": [1, 2.50]}");
    }

    @Test
    void aStartRemovesWhatIsThere() throws IOException {
        Files.writeString(folder.resolve("17.scratch"), "left behind");
        Files.writeString(folder.resolve("other"), "not ours");
        session(MemoryLimits.DEFAULT);
        assertThat(files()).containsExactly(folder.resolve("other"));
    }

    @Test
    void nothingOnDiskCanBeReadAndDamageIsNoticed() throws IOException {
        try (StatementMemory statement = statement(1);
                RowBuffer buffer = new RowBuffer(statement)) {
            for (long i = 0; i < 500; i++) {
                buffer.add(BoxedRow.of((Object) i, "secret".repeat(20)));
            }
            assertThat(Files.readString(files().getFirst(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("secret");
            try (RandomAccessFile file = new RandomAccessFile(files().getFirst().toFile(), "rw")) {
                file.seek(100);
                file.write(1);
                file.write(2);
            }
            assertThatThrownBy(() -> buffer.get(0))
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.IO_ERROR));
        }
    }

    @Test
    void oneStatementLeavesMemoryForOthers() {
        try (StatementMemory greedy = statement(1L << 40);
                StatementMemory other = statement(1L << 40)) {
            OperatorMemory all = greedy.forRows();
            while (all.tryTake(10_000)) {
                // As much as there is.
            }
            assertThat(all.used()).isBetween(1_900_000L, 2L << 20);
            assertThatThrownBy(() -> all.take(200_000))
                    .isInstanceOfSatisfying(
                            SqlException.class,
                            error -> assertThat(error.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY));
            assertThat(other.forRows().tryTake(1 << 20)).isTrue();
            all.close();
            assertThat(greedy.forHash().tryTake(1 << 20)).isTrue();
        }
        assertThat(memory.taken()).isZero();
    }

    @Test
    void blocksAreUsedAgain() {
        try (StatementMemory statement = new StatementMemory(session(new MemoryLimits(1, 1, 200_000)))) {
            for (int round = 0; round < 20; round++) {
                ScratchRows rows = new ScratchRows(statement);
                for (long i = 0; i < 1_000; i++) {
                    rows.add(BoxedRow.of((Object) i, "some text that takes room on disk, with what is around it"));
                }
                rows.finish();
                ScratchRows.Reader reader = rows.consume();
                for (long i = 0; i < 1_000; i++) {
                    assertThat(reader.hasNext()).isTrue();
                    assertThat(reader.next().longAt(0)).isEqualTo(i);
                }
                assertThat(reader.hasNext()).isFalse();
            }
        }
    }
}
