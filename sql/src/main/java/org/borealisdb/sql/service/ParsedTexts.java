package org.borealisdb.sql.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts with plans that a session's client has lately had parsed, by the extended protocol's Parse: drivers send the same ones again and again, as long as they do not think it worth while to keep a statement, or on behalf
 * of users who prepare, run and close each time. What is found has the plan that parsing would make once more: the catalog is what it was, and so are the settings. Belongs to the session's task.
 */
final class ParsedTexts {
    /** Most texts kept; the one longest unused goes first. */
    private static final int CAPACITY = 128;
    /** Longer texts, in characters, are not kept. */
    private static final int LONGEST = 16_384;

    private final StatementPlanner planner;
    private final Settings settings;
    private final Map<Key, PreparedText> texts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, PreparedText> eldest) {
            return size() > CAPACITY;
        }
    };

    private int revision;

    /** A text and the numbers of the types that the client gave its parameters. */
    private record Key(String text, List<Integer> parameterTypes) {
        Key {
            parameterTypes = List.copyOf(parameterTypes);
        }
    }

    ParsedTexts(StatementPlanner planner, Settings settings) {
        this.planner = planner;
        this.settings = settings;
        this.revision = settings.revision();
    }

    /** Returns a statement of its own for a text, with the plan known for it; null if there is none that is good. */
    @Nullable
    PreparedText find(String text, List<Integer> parameterTypes) {
        if (revision != settings.revision()) {
            revision = settings.revision();
            texts.clear();
        }
        Key key = new Key(text, parameterTypes);
        PreparedText known = texts.get(key);
        if (known == null) {
            return null;
        }
        StatementPlan plan = known.plan;
        if (plan == null || !planner.isGood(plan)) {
            texts.remove(key);
            return null;
        }
        return known.another();
    }

    /** Keeps a statement that was parsed, if it has a plan that others may use. */
    void keep(String text, List<Integer> parameterTypes, PreparedText parsed) {
        StatementPlan plan = parsed.plan;
        if (plan != null && !plan.uncommitted() && text.length() <= LONGEST) {
            texts.put(new Key(text, parameterTypes), parsed.another());
        }
    }
}
