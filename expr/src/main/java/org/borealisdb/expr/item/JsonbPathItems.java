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
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/** Scalars of jsonb with the keys that lead to them: {@code jsonb_path_ops}. Arrays are no part of a path. */
public final class JsonbPathItems implements ItemClass {
    private static final KeyColumn NUMERIC = new KeyColumn(BuiltInType.NUMERIC.type(), false, false);

    @Override
    public List<byte[]> itemsOf(Object value) {
        List<byte[]> items = scalars(value);
        return items.isEmpty() ? List.of(ItemBytes.none()) : items;
    }

    private static List<byte[]> scalars(Object value) {
        List<byte[]> items = new ArrayList<>();
        collect(((Jsonb) value).root(), new ByteSink(64), items);
        return items;
    }

    /** Collects the items of a part of a value, to which {@code path} leads. */
    private static void collect(JsonItem part, ByteSink path, List<byte[]> items) {
        int end = path.size();
        switch (part) {
            case JsonContainer container -> {
                for (int place = 0; place < container.size(); place++) {
                    if (container.isObject()) {
                        append(path, container.key(place).toString());
                    }
                    collect(container.value(place), path, items);
                    path.truncate(end);
                }
                return;
            }
            case JsonItem.Text text -> path.putByte(ItemBytes.STRING).putText(text.value());
            case JsonItem.Decimal number -> KeyEncoder.append(path.putByte(ItemBytes.NUMBER), NUMERIC, number.value());
            case JsonItem.Truth truth -> path.putByte(truth.value() ? ItemBytes.TRUE : ItemBytes.FALSE);
            case JsonItem.Nothing _ -> path.putByte(ItemBytes.NULL);
        }
        items.add(ItemBytes.hashed(ItemBytes.PATH, path.toBytes()));
        path.truncate(end);
    }

    private static void append(ByteSink path, String key) {
        path.putByte(ItemBytes.KEY).putText(key).putByte(0);
    }

    @Override
    public List<String> operators() {
        return List.of("@>", "@?", "@@");
    }

    @Override
    public Optional<ItemQuery> query(String operator, @Nullable Object operand) {
        if (operand == null) {
            return Optional.of(ItemQuery.nothing());
        }
        return switch (operator) {
            case "@>" -> {
                List<byte[]> items = scalars(operand);
                yield items.isEmpty() ? Optional.empty() : Optional.of(ItemQuery.all(items));
            }
            case "@?" -> PathDemand.ofAnything((JsonPath) operand).flatMap(JsonbPathItems::demanded);
            case "@@" -> PathDemand.ofTruth((JsonPath) operand).flatMap(JsonbPathItems::demanded);
            default -> Optional.empty();
        };
    }

    private static Optional<ItemQuery> demanded(PathDemand demand) {
        return PathQueries.of(demand, JsonbPathItems::at);
    }

    /** The scalar behind all the keys that lead to it; of a path of others than keys nothing is known. */
    private static Optional<ItemQuery> at(PathDemand.At demand) {
        ByteSink path = new ByteSink(64);
        for (PathDemand.Step step : demand.steps()) {
            switch (step.kind()) {
                case MEMBER -> append(path, step.key());
                case ELEMENTS -> {}
                case MEMBERS, LEVELS -> {
                    return Optional.empty();
                }
            }
        }
        List<byte[]> items = new ArrayList<>();
        demand.scalar().ifPresent(scalar -> collect(scalar, path, items));
        return items.isEmpty() ? Optional.empty() : Optional.of(ItemQuery.all(items));
    }
}
