package org.borealisdb.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplainFormatsTest {
    @Test
    void writesEveryKindOfPropertyAsJson() {
        assertThat(ExplainJson.of(statement())).isEqualTo("""
                [
                  {
                    "Plan": {
                      "Node Type": "Aggregate",
                      "Strategy": "Hashed",
                      "Parallel Aware": false,
                      "Actual Loops": 0,
                      "Grouping Sets": [
                        {
                          "Group Keys": [
                            ["a", "b\\"c"],
                            []
                          ]
                        }
                      ],
                      "Plans": [
                        {
                          "Node Type": "Sort",
                          "Sort Key": ["a DESC", "b"],
                          "Sort Method": "quicksort",
                          "Sort Space Used": 25,
                          "Sort Space Type": "Memory"
                        }
                      ]
                    },
                    "Planning Time": 0.083,
                    "Triggers": [
                    ]
                  }
                ]""");
    }

    @Test
    void writesEveryKindOfPropertyAsYaml() {
        assertThat(ExplainYaml.of(statement()).replaceAll("(?m) +$", "")).isEqualTo("""
                - Plan:
                    Node Type: "Aggregate"
                    Strategy: "Hashed"
                    Parallel Aware: false
                    Actual Loops: 0
                    Grouping Sets:
                      - Group Keys:
                          - ["a", "b\\"c"]
                          - []
                    Plans:
                      - Node Type: "Sort"
                        Sort Key:
                          - "a DESC"
                          - "b"
                        Sort Method: "quicksort"
                        Sort Space Used: 25
                        Sort Space Type: "Memory"
                  Planning Time: 0.083
                  Triggers:""");
    }

    @Test
    void writesTheSamePropertiesAsText() {
        assertThat(ExplainText.of(statement()))
                .containsExactly(
                        "HashAggregate (never executed)",
                        "  Group Key: a, b\"c",
                        "  Group Key: ()",
                        "  ->  Sort",
                        "        Sort Key: a DESC, b",
                        "        Sort Method: quicksort  Memory: 25kB",
                        "Planning Time: 0.083 ms");
    }

    @Test
    void writesTheSamePropertiesAsXml() {
        assertThat(ExplainXml.of(statement())).isEqualTo("""
                <explain xmlns="http://www.postgresql.org/2009/explain">
                  <Query>
                    <Plan>
                      <Node-Type>Aggregate</Node-Type>
                      <Strategy>Hashed</Strategy>
                      <Parallel-Aware>false</Parallel-Aware>
                      <Actual-Loops>0</Actual-Loops>
                      <Grouping-Sets>
                        <Grouping-Set>
                          <Group-Keys>
                            <Group-Key>
                              <Item>a</Item>
                              <Item>b"c</Item>
                            </Group-Key>
                            <Group-Key>
                            </Group-Key>
                          </Group-Keys>
                        </Grouping-Set>
                      </Grouping-Sets>
                      <Plans>
                        <Plan>
                          <Node-Type>Sort</Node-Type>
                          <Sort-Key>
                            <Item>a DESC</Item>
                            <Item>b</Item>
                          </Sort-Key>
                          <Sort-Method>quicksort</Sort-Method>
                          <Sort-Space-Used>25</Sort-Space-Used>
                          <Sort-Space-Type>Memory</Sort-Space-Type>
                        </Plan>
                      </Plans>
                    </Plan>
                    <Planning-Time>0.083</Planning-Time>
                    <Triggers>
                    </Triggers>
                  </Query>
                </explain>""");
    }

    private static ExplainValue.Group statement() {
        Map<String, ExplainValue> sort = new LinkedHashMap<>();
        sort.put("Node Type", new ExplainValue.Text("Sort"));
        sort.put("Sort Key", new ExplainValue.Texts(List.of("a DESC", "b")));
        sort.put("Sort Method", new ExplainValue.Text("quicksort"));
        sort.put("Sort Space Used", new ExplainValue.Numeral("25"));
        sort.put("Sort Space Type", new ExplainValue.Text("Memory"));
        ExplainValue sets = new ExplainValue.Lists(
                List.of(new ExplainValue.Texts(List.of("a", "b\"c")), new ExplainValue.Texts(List.of())));
        Map<String, ExplainValue> group = new LinkedHashMap<>();
        group.put("Node Type", new ExplainValue.Text("Aggregate"));
        group.put("Strategy", new ExplainValue.Text("Hashed"));
        group.put("Parallel Aware", new ExplainValue.Truth(false));
        group.put("Actual Loops", new ExplainValue.Numeral("0"));
        group.put(
                "Grouping Sets", new ExplainValue.Groups(List.of(new ExplainValue.Group(Map.of("Group Keys", sets)))));
        group.put("Plans", new ExplainValue.Groups(List.of(new ExplainValue.Group(sort))));
        Map<String, ExplainValue> statement = new LinkedHashMap<>();
        statement.put("Plan", new ExplainValue.Group(group));
        statement.put("Planning Time", new ExplainValue.Numeral("0.083"));
        statement.put("Triggers", new ExplainValue.Groups(List.of()));
        return new ExplainValue.Group(statement);
    }
}
