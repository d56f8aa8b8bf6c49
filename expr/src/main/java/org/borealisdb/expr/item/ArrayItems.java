package org.borealisdb.expr.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.borealisdb.expr.row.KeyColumn;
import org.borealisdb.expr.row.KeyDecoder;
import org.borealisdb.expr.row.KeyEncoder;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ArrayValue;
import org.borealisdb.expr.value.ByteSink;
import org.jspecify.annotations.Nullable;

/** Elements of arrays: {@code array_ops}. A NULL is no item, for it equals nothing. */
public final class ArrayItems implements ItemClass {
    private final KeyColumn element;

    /** Items of arrays of {@code element}. */
    public ArrayItems(SqlType element) {
        this.element = new KeyColumn(element, false, false);
    }

    @Override
    public List<byte[]> itemsOf(Object value) {
        List<byte[]> items = elements((ArrayValue) value);
        return items.isEmpty() ? List.of(ItemBytes.none()) : items;
    }

    private List<byte[]> elements(ArrayValue array) {
        List<byte[]> items = new ArrayList<>(array.size());
        ByteSink sink = new ByteSink(32);
        for (int place = 0; place < array.size(); place++) {
            Object value = array.element(place);
            if (value != null) {
                sink.clear();
                sink.putByte(ItemBytes.ELEMENT);
                KeyEncoder.append(sink, element, value);
                items.add(ItemBytes.limited(sink));
            }
        }
        return items;
    }

    @Override
    public List<String> operators() {
        return List.of("@>", "<@", "&&", "=");
    }

    @Override
    public Optional<ItemQuery> query(String operator, @Nullable Object operand) {
        if (operand == null) {
            return Optional.of(ItemQuery.nothing());
        }
        ArrayValue array = (ArrayValue) operand;
        List<byte[]> items = elements(array);
        boolean hasNull = items.size() < array.size();
        return switch (operator) {
            case "@>" ->
                hasNull
                        ? Optional.of(ItemQuery.nothing())
                        : items.isEmpty() ? Optional.empty() : Optional.of(ItemQuery.all(items));
            case "&&" -> Optional.of(ItemQuery.any(items));
            case "=" -> Optional.of(items.isEmpty() ? ItemQuery.all(List.of(ItemBytes.none())) : ItemQuery.all(items));
            case "<@" -> {
                items.add(ItemBytes.none());
                yield Optional.of(ItemQuery.any(items));
            }
            default -> Optional.empty();
        };
    }

    /** Elements whose bytes say all of them are equal if their items are; of long ones an item is a hash. */
    @Override
    public boolean isExact(String operator, ItemQuery query) {
        return (operator.equals("@>") || operator.equals("&&"))
                && KeyDecoder.isExact(element.type())
                && query.items().noneMatch(item -> item[0] == ItemBytes.LONG);
    }
}
