package org.borealisdb.expr.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.value.ByteSink;
import org.junit.jupiter.api.Test;

/** Operators of jsonb against the same on plain objects, on random values. */
class JsonbModelTest {
    private static final long SEED = 41;
    private static final int ROUNDS = 10_000;

    private final Random random = new Random(SEED);
    private final RandomJson values = new RandomJson(random);

    private static String describe(String... texts) {
        return "seed " + SEED + ": " + String.join("   and   ", texts);
    }

    private String step() {
        return random.nextInt(3) == 0
                ? Integer.toString(random.nextInt(-3, 4))
                : (String) NaiveJson.parse('"' + values.string() + '"');
    }

    private List<String> path() {
        List<String> path = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            path.add(step());
        }
        return path;
    }

    private static byte[] key(Jsonb json) {
        ByteSink out = new ByteSink();
        JsonOrder.appendKey(out, json);
        return out.toBytes();
    }

    @Test
    void readingIsThatOfTheModel() {
        for (int round = 0; round < ROUNDS; round++) {
            String text = values.text(4);
            String other = random.nextInt(5) == 0 ? text : values.text(2);
            String what = describe(text, other);
            Jsonb json = Jsonb.parse(text);
            Jsonb second = Jsonb.parse(other);
            Object model = NaiveJson.parse(text);
            Object secondModel = NaiveJson.parse(other);
            assertThat(json.toString()).as(what).isEqualTo(NaiveJson.text(model));
            int order = Integer.signum(NaiveJson.compareRoots(model, secondModel));
            assertThat(Integer.signum(JsonOrder.compare(json, second))).as(what).isEqualTo(order);
            assertThat(Integer.signum(Arrays.compareUnsigned(key(json), key(second))))
                    .as(what)
                    .isEqualTo(order);
            assertThat(json.equals(second)).as(what).isEqualTo(order == 0);
            assertThat(JsonbChange.contains(json, second))
                    .as(what)
                    .isEqualTo(NaiveJson.containsRoot(model, secondModel));
            String step = step();
            assertThat(JsonbPath.hasKey(json, step)).as(what).isEqualTo(NaiveJson.exists(model, step));
            List<String> path = path();
            assertThat(JsonbPath.find(json, path).map(JsonbText::of))
                    .as("%s at %s", what, path)
                    .isEqualTo(NaiveJson.find(model, path).map(NaiveJson::text));
            JsonText plain = JsonText.parse(json.toString());
            int node = JsonTextPath.find(plain, 0, path);
            assertThat(node < 0 ? Optional.empty() : Optional.of(plain.written(node)))
                    .as("%s at %s of the text", what, path)
                    .isEqualTo(NaiveJson.find(model, path).map(NaiveJson::text));
        }
    }

    @Test
    void changingIsThatOfTheModel() {
        for (int round = 0; round < ROUNDS; round++) {
            String text = values.text(3);
            String other = values.text(2);
            String what = describe(text, other);
            Jsonb json = Jsonb.parse(text);
            Jsonb second = Jsonb.parse(other);
            Object model = NaiveJson.parse(text);
            Object secondModel = NaiveJson.parse(other);
            assertThat(JsonbChange.concatenate(json, second).toString())
                    .as(what)
                    .isEqualTo(NaiveJson.text(NaiveJson.concatenate(model, secondModel)));
            assertThat(JsonbChange.withoutNulls(json).toString())
                    .as(what)
                    .isEqualTo(NaiveJson.text(NaiveJson.withoutNulls(model)));
            changeAtPath(what, text, json, second, secondModel);
            changeAtTop(what, text, json);
        }
    }

    private void changeAtPath(String what, String text, Jsonb json, Jsonb second, Object secondModel) {
        List<String> path = path();
        Object model = NaiveJson.parse(text);
        boolean create = random.nextBoolean();
        boolean delete = random.nextBoolean();
        JsonbPathChange.Mode mode =
                delete ? JsonbPathChange.Mode.DELETE : create ? JsonbPathChange.Mode.SET : JsonbPathChange.Mode.REPLACE;
        String expected;
        try {
            if (!(model instanceof Iterable) && !(model instanceof Map)) {
                throw new NoSuchElementException("a scalar has no path");
            }
            NaiveJson.change(model, path, delete ? Optional.empty() : Optional.of(secondModel), create);
            expected = NaiveJson.text(model);
        } catch (NoSuchElementException refused) {
            expected = "refused";
        }
        String actual;
        try {
            actual = new JsonbPathChange(mode, new ArrayList<>(path), second.root())
                    .apply(json)
                    .toString();
        } catch (SqlException refused) {
            actual = "refused";
        }
        boolean empty = text.replaceAll("[ \\n]", "").equals("[]") && mode != JsonbPathChange.Mode.SET;
        assertThat(actual).as("%s: %s at %s", what, mode, path).isEqualTo(empty ? "[]" : expected);
    }

    private void changeAtTop(String what, String text, Jsonb json) {
        Object model = NaiveJson.parse(text);
        if (model instanceof Map<?, ?> map) {
            String key = step();
            map.remove(key);
            assertThat(JsonbChange.without(json, Set.of(key)).toString())
                    .as("%s without %s", what, key)
                    .isEqualTo(NaiveJson.text(map));
        } else if (model instanceof List<?> list) {
            String key = step();
            assertThat(JsonbChange.without(json, Set.of(key)).toString())
                    .as("%s without %s", what, key)
                    .isEqualTo(NaiveJson.text(
                            list.stream().filter(each -> !each.equals(key)).toList()));
            int index = random.nextInt(-5, 6);
            int place = index < 0 ? list.size() + index : index;
            if (place >= 0 && place < list.size()) {
                list.remove(place);
            }
            assertThat(JsonbChange.without(json, index).toString())
                    .as("%s without %d", what, index)
                    .isEqualTo(NaiveJson.text(list));
        }
    }
}
