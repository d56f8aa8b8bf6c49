package org.borealisdb.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static List<String> drawn(long seed) {
        Generator generator = new Generator(seed);
        List<String> sql = new ArrayList<>(generator.setup());
        for (int number = 0; number < 20; number++) {
            sql.add(generator.query().sql());
        }
        return sql;
    }

    @Test
    void aSeedDrawsTheSame() {
        assertThat(drawn(7)).isEqualTo(drawn(7)).isNotEqualTo(drawn(8));
    }

    @Test
    void manySeedsMeetEveryKindOfJoin() {
        List<String> all = new ArrayList<>();
        for (long seed = 0; seed < 30; seed++) {
            all.addAll(drawn(seed));
        }
        assertThat(String.join("\n", all))
                .contains("left join", "right join", "full join", "cross join", "lateral", "rollup", "filter (where")
                .contains("not in", "not exists", "intersect", "over (partition by", "select distinct", "limit");
    }

    @Test
    void parametersStandForConstants() {
        Node sum = Node.pattern(
                Sort.NUMERIC,
                "(# + #)",
                Node.constant(Sort.NUMERIC, Optional.of("1.5")),
                Node.constant(Sort.NUMERIC, Optional.empty()));
        List<String> values = new ArrayList<>();
        assertThat(sum.sql()).isEqualTo("('1.5'::numeric + null::numeric)");
        assertThat(sum.parameterized(values)).isEqualTo("(?::numeric + null::numeric)");
        assertThat(values).containsExactly("1.5");
    }

    @Test
    void smallerTreesKeepTheirSort() {
        Node column = Node.leaf(Sort.TEXT, "a");
        Node tree = Node.pattern(Sort.TEXT, "upper(#)", Node.pattern(Sort.TEXT, "(# || #)", column, column));
        assertThat(tree.smaller()).allMatch(node -> node.sort() == Sort.TEXT).contains(column);
    }

    @Test
    void clausesMayBeLeftOut() {
        Node clause = new Node(Sort.CLAUSE, "", List.of(Node.syntax("join b on true")), "", false);
        Node from = Node.joined(Sort.SYNTAX, " ", List.of(Node.syntax("a"), clause));
        assertThat(from.smaller()).extracting(Node::sql).contains("a");
    }
}
