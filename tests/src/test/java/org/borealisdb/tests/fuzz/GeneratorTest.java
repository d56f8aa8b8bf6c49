package org.borealisdb.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private static List<String> drawn(long seed) {
        Generator generator = new Generator(seed);
        List<String> sql = new ArrayList<>();
        generator.setup().forEach(statement -> sql.add(statement.sql()));
        for (int number = 0; number < 40; number++) {
            switch (generator.next()) {
                case Step.Act act -> sql.addAll(act.sql());
                case Query query -> sql.add(query.sql());
                case Interleaving interleaving -> sql.addAll(interleaving.sql());
            }
        }
        return sql;
    }

    @Test
    void aSeedDrawsTheSame() {
        assertThat(drawn(7)).isEqualTo(drawn(7)).isNotEqualTo(drawn(8));
    }

    @Test
    void manySeedsMeetEveryKindOfStatement() {
        List<String> all = new ArrayList<>();
        for (long seed = 0; seed < 30; seed++) {
            all.addAll(drawn(seed));
        }
        assertThat(String.join("\n", all))
                .contains("left join", "right join", "full join", "cross join", "lateral", "rollup", "filter (where")
                .contains("not in", "not exists", "intersect", "over (partition by", "select distinct", "limit")
                .contains("distinct on (1)", "exclude ties", "range between", "groups between", "with recursive")
                .contains("unnest(", "array_agg(", "= any (", "jsonb_build_array(", "::double precision", "'low'::mood")
                .contains(" small", "with time zone", "references", "do update set", "returning *")
                .contains("with q as (", "check option", "add column", "drop column", "savepoint", "rollback to")
                .contains(
                        "for no key update skip locked", "isolation level serializable", "-- session b", "as identity")
                .contains("::pair", " json", "limit 2 for", " in (('")
                .contains(
                        "natural full join",
                        "using (u)",
                        "not materialized (",
                        " search breadth",
                        " cycle b",
                        "row_number() over")
                .contains(
                        "grouping sets ((1)",
                        "[1:2] = ",
                        "= row (",
                        ") = (select ",
                        "within group",
                        "p as (insert into")
                .contains("execute p", "fetch backward", "using gin", "using hash", "include (", "analyze", "using r");
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
    void signsThatAreNoParametersAreDoubled() {
        Node call =
                Node.pattern(Sort.BOOLEAN, "(# ? '$ ? (@ > 1)' ## 2)", Node.constant(Sort.JSONB, Optional.of("{}")));
        assertThat(call.parameterized(new ArrayList<>())).isEqualTo("(?::jsonb ?? '$ ? (@ > 1)' # 2)");
    }

    @Test
    void itemsOfListsMayBeLeftOut() {
        Node list = Node.list(List.of(Node.syntax("a"), Node.syntax("b")));
        assertThat(list.smaller()).extracting(Node::sql).containsExactly("b", "a");
        assertThat(Node.list(List.of(Node.syntax("a"))).smaller()).isEmpty();
    }

    /** Functions and operators come from their declarations. */
    @Test
    void callsGiveTheTypesThatAreDrawn() {
        assertThat(Sort.TYPES).filteredOn(sort -> Calls.giving(sort).isEmpty()).isSubsetOf(Sort.UUID, Sort.PAIR);
        assertThat(Calls.giving(Sort.BOOLEAN))
                .contains(new Calls.Call("(# @> #)", List.of(Sort.INTEGERS, Sort.INTEGERS)));
        assertThat(Calls.giving(Sort.TEXT)).contains(new Calls.Call("(# || #)", List.of(Sort.TEXT, Sort.TEXT)));
    }

    @Test
    void equalFieldsAreAlike() {
        assertThat(FieldText.comparable("1.50", "numeric")).isEqualTo(FieldText.comparable("1.5", "numeric"));
        assertThat(FieldText.comparable("1 mon", "interval"))
                .isEqualTo(FieldText.comparable("29 days 24:00:00", "interval"));
        assertThat(FieldText.comparable("-00:00:01.5", "interval")).isEqualTo("-1.5 s");
        assertThat(FieldText.comparable("-0", "float8")).isEqualTo("0");
        assertThat(FieldText.comparable(null, "text")).isEqualTo("∅");
    }

    @Test
    void clausesMayBeLeftOut() {
        Node clause = Node.clause("join b on true");
        Node from = Node.joined(Sort.SYNTAX, " ", List.of(Node.syntax("a"), clause));
        assertThat(from.smaller()).extracting(Node::sql).contains("a");
    }
}
