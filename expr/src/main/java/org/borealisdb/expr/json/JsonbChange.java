package org.borealisdb.expr.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.borealisdb.expr.error.ErrorCode;
import org.borealisdb.expr.error.SqlException;

/** Makes new values of jsonb of others: what stays is copied as it is stored. Stateless. */
public final class JsonbChange {
    private JsonbChange() {}

    static SqlException invalid(String message) {
        return new SqlException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    /** Joins two objects, of which the second one's members win; or else two arrays, where what is none is an array of itself. */
    public static Jsonb concatenate(Jsonb left, Jsonb right) {
        JsonContainer a = left.container();
        JsonContainer b = right.container();
        if (a.isObject() && b.isObject()) {
            return Jsonb.of(new MemberList().addAll(a).addAll(b).toObject());
        }
        List<JsonNode> elements = new ArrayList<>();
        addAll(elements, a);
        addAll(elements, b);
        return Jsonb.of(new JsonNode.Elements(elements));
    }

    private static void addAll(List<JsonNode> elements, JsonContainer container) {
        if (container.isObject()) {
            elements.add(container);
            return;
        }
        for (int i = 0; i < container.size(); i++) {
            elements.add(container.value(i));
        }
    }

    /** Leaves out an object's members of these keys, or an array's elements that are these strings. */
    public static Jsonb without(Jsonb from, Set<String> keys) {
        JsonContainer container = from.container();
        checkNotScalar(container);
        if (container.isObject()) {
            return kept(container, place -> !keys.contains(container.key(place).toString()));
        }
        return kept(
                container,
                place -> !(container.value(place) instanceof JsonItem.Text text && keys.contains(text.value())));
    }

    /** Leaves out an array's element at an index, from the end if it is negative. */
    public static Jsonb without(Jsonb from, int index) {
        JsonContainer container = from.container();
        checkNotScalar(container);
        if (container.isObject()) {
            throw invalid("cannot delete from object using integer index");
        }
        long removed = index < 0 ? (long) container.size() + index : index;
        return removed < 0 || removed >= container.size() ? from : kept(container, place -> place != removed);
    }

    private static void checkNotScalar(JsonContainer container) {
        if (container.isScalar()) {
            throw invalid("cannot delete from scalar");
        }
    }

    private static Jsonb kept(JsonContainer container, IntPredicate kept) {
        List<JsonNode> elements = new ArrayList<>();
        List<JsonNode.Member> members = new ArrayList<>();
        for (int place = 0; place < container.size(); place++) {
            if (kept.test(place) && container.isObject()) {
                members.add(new JsonNode.Member(container.key(place), container.value(place)));
            } else if (kept.test(place)) {
                elements.add(container.value(place));
            }
        }
        return Jsonb.of(container.isObject() ? new JsonNode.Members(members) : new JsonNode.Elements(elements));
    }

    /** Leaves out all members of objects, however deep, that are null. */
    public static Jsonb withoutNulls(Jsonb from) {
        return Jsonb.of(withoutNulls(from.root()));
    }

    private static JsonNode withoutNulls(JsonItem item) {
        if (!(item instanceof JsonContainer container)) {
            return item;
        }
        List<JsonNode> elements = new ArrayList<>();
        List<JsonNode.Member> members = new ArrayList<>();
        for (int place = 0; place < container.size(); place++) {
            JsonNode value = withoutNulls(container.value(place));
            if (container.isArray()) {
                elements.add(value);
            } else if (!(value instanceof JsonItem.Nothing)) {
                members.add(new JsonNode.Member(container.key(place), value));
            }
        }
        return container.isObject() ? new JsonNode.Members(members) : new JsonNode.Elements(elements);
    }

    /** Returns whether a value contains another: an object its members, an array its elements in any order and number. */
    public static boolean contains(Jsonb whole, Jsonb part) {
        return contains(whole.container(), part.container());
    }

    private static boolean contains(JsonContainer whole, JsonContainer part) {
        if (whole.isObject() != part.isObject() || (whole.isScalar() && !part.isScalar())) {
            return false;
        }
        if (whole.isObject()) {
            return containsMembers(whole, part);
        }
        for (int i = 0; i < part.size(); i++) {
            if (!containsElement(whole, part.value(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean containsMembers(JsonContainer whole, JsonContainer part) {
        if (whole.size() < part.size()) {
            return false;
        }
        for (int i = 0; i < part.size(); i++) {
            int place = whole.find(part.key(i).utf8());
            if (place < 0 || !matches(whole.value(place), part.value(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean containsElement(JsonContainer whole, JsonItem wanted) {
        for (int i = 0; i < whole.size(); i++) {
            if (matches(whole.value(i), wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(JsonItem value, JsonItem wanted) {
        if (value instanceof JsonContainer container && wanted instanceof JsonContainer part) {
            return contains(container, part);
        }
        return JsonOrder.equalScalars(value, wanted) && !(value instanceof JsonContainer);
    }
}
