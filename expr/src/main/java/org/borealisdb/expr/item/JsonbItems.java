package org.borealisdb.expr.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.json.JsonContainer;
import org.borealisdb.expr.json.JsonItem;
import org.borealisdb.expr.json.Jsonb;
import org.borealisdb.expr.jsonpath.JsonPath;
import org.borealisdb.expr.jsonpath.PathDemand;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.type.BuiltInType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/** Keys and scalars of jsonb, wherever in it they are: {@code jsonb_ops}. A string in an array, or at the root, is the same item as a key, for {@code ?} finds both. */
public final class JsonbItems implements ItemClass {
    private static final KeyColumn NUMERIC = new KeyColumn(BuiltInType.NUMERIC.type(), false, false);

    @Override
    public List<byte[]> itemsOf(Object value) {
        List<byte[]> items = new ArrayList<>();
        collect(((Jsonb) value).root(), false, items);
        return items.isEmpty() ? List.of(ItemBytes.none()) : items;
    }

    /** Collects the items of a part of a value, which is a member of an object or not. */
    private static void collect(JsonItem part, boolean member, List<byte[]> items) {
        switch (part) {
            case JsonContainer container -> {
                for (int place = 0; place < container.size(); place++) {
                    if (container.isObject()) {
                        items.add(ItemBytes.text(
                                ItemBytes.KEY, container.key(place).toString()));
                    }
                    collect(container.value(place), container.isObject(), items);
                }
            }
            case JsonItem.Text text ->
                items.add(ItemBytes.text(member ? ItemBytes.STRING : ItemBytes.KEY, text.value()));
            case JsonItem.Decimal number -> {
                ByteSink sink = new ByteSink(16).putByte(ItemBytes.NUMBER);
                KeyEncoder.append(sink, NUMERIC, number.value());
                items.add(ItemBytes.limited(sink));
            }
            case JsonItem.Truth truth ->
                items.add(new byte[] {(byte) (truth.value() ? ItemBytes.TRUE : ItemBytes.FALSE)});
            case JsonItem.Nothing _ -> items.add(new byte[] {ItemBytes.NULL});
        }
    }

    @Override
    public List<String> operators() {
        return List.of("@>", "?", "?|", "?&", "@?", "@@");
    }

    @Override
    public Optional<ItemQuery> query(String operator, @Nullable Object operand) {
        if (operand == null) {
            return Optional.of(ItemQuery.nothing());
        }
        return switch (operator) {
            case "@>" -> {
                List<byte[]> items = new ArrayList<>();
                collect(((Jsonb) operand).root(), false, items);
                yield items.isEmpty() ? Optional.empty() : Optional.of(ItemQuery.all(items));
            }
            case "?" -> Optional.of(ItemQuery.all(List.of(ItemBytes.text(ItemBytes.KEY, (String) operand))));
            case "?|" -> Optional.of(ItemQuery.any(keys((ArrayValue) operand)));
            case "?&" -> {
                List<byte[]> keys = keys((ArrayValue) operand);
                yield keys.isEmpty() ? Optional.empty() : Optional.of(ItemQuery.all(keys));
            }
            case "@?" -> PathDemand.ofAnything((JsonPath) operand).flatMap(JsonbItems::demanded);
            case "@@" -> PathDemand.ofTruth((JsonPath) operand).flatMap(JsonbItems::demanded);
            default -> Optional.empty();
        };
    }

    private static Optional<ItemQuery> demanded(PathDemand demand) {
        return PathQueries.of(demand, JsonbItems::at);
    }

    /** The keys on the way, and the scalar. */
    private static Optional<ItemQuery> at(PathDemand.At demand) {
        List<ItemQuery> parts = new ArrayList<>();
        for (PathDemand.Step step : demand.steps()) {
            if (step.kind() == PathDemand.Kind.MEMBER) {
                parts.add(new ItemQuery.One(ItemBytes.text(ItemBytes.KEY, step.key())));
            }
        }
        demand.scalar().ifPresent(scalar -> parts.add(scalar(scalar, demand)));
        return parts.isEmpty() ? Optional.empty() : Optional.of(new ItemQuery.All(parts));
    }

    /** A string is one item as a member, another in an array, and which of them it is may not be known. */
    private static ItemQuery scalar(JsonItem scalar, PathDemand.At demand) {
        PathDemand.Kind last = demand.steps().isEmpty()
                ? PathDemand.Kind.ELEMENTS
                : demand.steps().getLast().kind();
        boolean either = demand.lax() || last == PathDemand.Kind.LEVELS;
        List<byte[]> items = new ArrayList<>();
        if (either || last != PathDemand.Kind.ELEMENTS) {
            collect(scalar, true, items);
        }
        if (either || last == PathDemand.Kind.ELEMENTS) {
            collect(scalar, false, items);
        }
        return ItemQuery.any(items);
    }

    /** Keys that are NULL are passed over, as the operators do. */
    private static List<byte[]> keys(ArrayValue names) {
        List<byte[]> keys = new ArrayList<>();
        for (int place = 0; place < names.size(); place++) {
            if (names.element(place) instanceof String name) {
                keys.add(ItemBytes.text(ItemBytes.KEY, name));
            }
        }
        return keys;
    }
}
