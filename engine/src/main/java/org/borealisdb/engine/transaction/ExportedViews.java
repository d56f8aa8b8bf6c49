package org.borealisdb.engine.transaction;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The views that transactions have exported, by the names under which others may take them. An exported view is one of its own, that stays published until the transaction that exported it ends; whoever takes
 * it publishes another at the same LSN before that can happen, for both are done under the lock of this object. Any thread may call it.
 */
final class ExportedViews {
    private final ViewRegistry views;

    @GuardedBy("this")
    private final Map<String, Exported> byName = new LinkedHashMap<>();

    ExportedViews(ViewRegistry views) {
        this.views = views;
    }

    private record Exported(ReadView view, SharedView shared) {}

    /** Keeps a view, which is closed when it is removed. */
    synchronized void add(SharedView shared, ReadView view) {
        byName.put(shared.name(), new Exported(view, shared));
    }

    /** Publishes another view at the LSN of one that is kept. */
    synchronized Optional<ReadView> open(String name) {
        return Optional.ofNullable(byName.get(name))
                .map(kept -> new ReadView(views, views.publishAt(kept.view().lsn())));
    }

    synchronized Optional<SharedView> find(String name) {
        return Optional.ofNullable(byName.get(name)).map(Exported::shared);
    }

    synchronized void remove(String name) {
        Exported kept = byName.remove(name);
        if (kept != null) {
            kept.view().close();
        }
    }
}
