package org.borealisdb.expr.json;

import java.util.ArrayList;
import java.util.List;
import org.borealisdb.expr.value.TextInput;

/** Makes the nodes of jsonb of a text's. Stateless. */
final class JsonTree {
    private JsonTree() {}

    static JsonNode of(JsonText text, int node) {
        return switch (text.kind(node)) {
            case NULL -> JsonItem.Nothing.VALUE;
            case TRUE -> new JsonItem.Truth(true);
            case FALSE -> new JsonItem.Truth(false);
            case STRING -> new JsonItem.Text(text.plain(node));
            case NUMBER -> new JsonItem.Decimal(TextInput.parseNumeric(text.written(node)));
            case ARRAY -> {
                List<JsonNode> elements = new ArrayList<>();
                for (int at = text.first(node); at < text.after(node); at = text.after(at)) {
                    elements.add(of(text, at));
                }
                yield new JsonNode.Elements(elements);
            }
            case OBJECT -> {
                MemberList members = new MemberList();
                for (int at = text.first(node); at < text.after(node); at = text.after(at + 1)) {
                    members.add(text.plain(at), of(text, at + 1));
                }
                yield members.toObject();
            }
        };
    }
}
