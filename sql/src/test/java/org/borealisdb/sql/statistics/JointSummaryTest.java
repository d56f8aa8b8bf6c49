package org.borealisdb.sql.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.BoxedRow;
import org.junit.jupiter.api.Test;

/** What is counted of several dimensions together, and how it is kept. */
class JointSummaryTest {
    private static final List<SqlType> TYPES =
            List.of(BuiltInType.INT4.type(), BuiltInType.INT4.type(), BuiltInType.TEXT.type());

    /** The second is half of the first, the third has nothing to do with them. */
    private static List<BoxedRow> rows() {
        List<BoxedRow> rows = new ArrayList<>();
        for (long i = 0; i < 1000; i++) {
            String text = i / 10 % 5 == 0 ? null : "t" + i / 10 % 5;
            rows.add(BoxedRow.of(new Object[] {i % 10, i % 10 / 2, text}));
        }
        return rows;
    }

    private static JointSummary summary(long total) {
        return new JointSummary(TYPES, rows(), total, () -> {});
    }

    @Test
    void countsValuesOfSeveralDimensions() {
        assertThat(summary(1000).distinct())
                .containsExactly(
                        new JointStatistics.Distinct(List.of(0, 1), 10),
                        new JointStatistics.Distinct(List.of(0, 2), 50),
                        new JointStatistics.Distinct(List.of(1, 2), 25),
                        new JointStatistics.Distinct(List.of(0, 1, 2), 50));
    }

    @Test
    void findsWhatDependsOnWhat() {
        assertThat(summary(1000).dependencies())
                .containsExactly(
                        new JointStatistics.Dependency(List.of(0), 1, 1),
                        new JointStatistics.Dependency(List.of(0, 2), 1, 1));
    }

    @Test
    void listsCommonValuesWithWhatTheyWouldBeAlone() {
        List<JointStatistics.Common> common = summary(1000).common(3);
        assertThat(common).hasSize(3);
        assertThat(common.getFirst().values()).containsExactly("0", "0", "t1");
        assertThat(common.getFirst().frequency()).isEqualTo(0.02);
        assertThat(common.getFirst().base()).isEqualTo(0.1 * 0.2 * 0.2);
    }

    @Test
    void aSampleOfManyRowsListsNoneThatAreRare() {
        // Each comes 20 times in the sample; below about 25 that says too little of so many rows.
        assertThat(summary(1_000_000).common(100)).isEmpty();
    }

    @Test
    void longValuesAreAllDifferentAndNotCommon() {
        List<BoxedRow> rows = new ArrayList<>();
        for (long i = 0; i < 100; i++) {
            rows.add(BoxedRow.of(new Object[] {1L, 1L, new WideValue(5000)}));
        }
        JointSummary summary = new JointSummary(TYPES, rows, 100, () -> {});
        assertThat(summary.common(100)).isEmpty();
        assertThat(summary.distinct()).contains(new JointStatistics.Distinct(List.of(0, 2), 100));
    }

    @Test
    void comesBackFromTheCatalogAsItWas() {
        JointSummary summary = summary(1000);
        JointStatistics found = new JointStatistics(
                summary.distinct(),
                summary.dependencies(),
                summary.common(100),
                List.of(ColumnSummary.of(TYPES.getLast(), rows(), 2, 1000, ColumnSummary.TARGET)));
        Map<String, String> properties = found.toProperties();
        CatalogObject object =
                CatalogObject.of(CatalogKind.STATISTICS, 20_000, 19_999, "0").withProperties(properties);
        assertThat(JointStatistics.of(object)).contains(found);
    }
}
