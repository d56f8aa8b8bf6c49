package org.borealisdb.sql.plan;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.borealisdb.expr.scalar.Expression;
import org.borealisdb.sql.catalog.TableDefinition;

/**
 * What EXPLAIN calls the tables of a statement: by the names that the statement gives them, with a number behind where it gives one name twice.
 *
 * @param names what each reference is called
 */
record TableAliases(Map<Reference, String> names) {
    /** Calls tables as the statement does. */
    static final TableAliases NONE = new TableAliases(Map.of());

    /** A table where the statement names it; functions that became a part of it have numbers of their own. */
    record Reference(int number, String alias, long table) {
        static Reference of(TableDefinition table) {
            return new Reference(
                    table.reference(), table.alias(), table.object().id());
        }
    }

    /** Names the tables of a plan. */
    static TableAliases of(Plan plan, List<ExplainedChange.InWith> inWith) {
        Set<Reference> references = new LinkedHashSet<>();
        collect(plan, references);
        collect(inWith, references);
        return named(references, Optional.empty());
    }

    /** Names the tables of a plan, and one that its rows change. */
    static TableAliases of(Plan plan, TableDefinition changed, List<ExplainedChange.InWith> inWith) {
        Set<Reference> references = new LinkedHashSet<>();
        collect(plan, references);
        collect(inWith, references);
        return named(references, Optional.of(Reference.of(changed)));
    }

    private static void collect(List<ExplainedChange.InWith> inWith, Set<Reference> target) {
        for (ExplainedChange.InWith each : inWith) {
            target.add(Reference.of(each.change().table()));
            collect(each.change().source(), target);
        }
    }

    private static TableAliases named(Set<Reference> references, Optional<Reference> first) {
        Map<Reference, String> names = new HashMap<>();
        Set<String> taken = new HashSet<>();
        first.ifPresent(reference -> {
            references.remove(reference);
            taken.add(reference.alias());
            names.put(reference, reference.alias());
        });
        references.stream().sorted(Comparator.comparingInt(Reference::number)).forEach(reference -> {
            String name = reference.alias();
            for (int next = 1; !taken.add(name); next++) {
                name = reference.alias() + "_" + next;
            }
            names.put(reference, name);
        });
        return new TableAliases(names);
    }

    private static void collect(Plan plan, Set<Reference> target) {
        if (plan instanceof Plan.Scan scan) {
            target.add(Reference.of(scan.table()));
        }
        for (Expression expression : Plans.expressions(plan)) {
            Expressions.any(expression, part -> {
                Subquery.of(part).ifPresent(subquery -> collect(subquery.plan(), target));
                return false;
            });
        }
        Plans.inputs(plan).forEach(input -> collect(input, target));
    }

    /** Returns how many relations a plan, and changes in WITH, read or change. */
    static int relations(Plan plan, List<ExplainedChange.InWith> inWith) {
        int changed = inWith.stream()
                .mapToInt(each -> 1 + relations(each.change().source()))
                .sum();
        return changed + relations(plan);
    }

    private static int relations(Plan plan) {
        boolean isRelation = switch (plan) {
            case Plan.Scan scan -> true;
            case Plan.SetScan scan -> true;
            case Plan.Series series -> true;
            case Plan.Computed computed -> true;
            case Plan.Shared _, Plan.Recursive _, Plan.Working _ -> true;
            case Plan.Changed changed -> true;
            default -> false;
        };
        int own = isRelation ? 1 : 0;
        for (Expression expression : Plans.expressions(plan)) {
            own += Expressions.any(expression, part -> Subquery.of(part).isPresent()) ? 1 : 0;
        }
        return own
                + Plans.inputs(plan).stream().mapToInt(TableAliases::relations).sum();
    }

    /** Returns the names that are taken. */
    Set<String> taken() {
        return new HashSet<>(names.values());
    }

    /** Returns what a table is called. */
    String of(TableDefinition table) {
        return names.getOrDefault(Reference.of(table), table.alias());
    }
}
