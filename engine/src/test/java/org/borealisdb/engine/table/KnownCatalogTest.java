package org.borealisdb.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept of the catalog is what a view would read of it: {@link Catalog#all}, which always reads, is the measure. */
class KnownCatalogTest {
    private static final int CHANGES = 400;
    private static final int READERS = 3;

    private final Fixture fixture = Fixture.create();
    private final Catalog catalog = fixture.database.catalog();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Transaction begin(Workspace workspace) {
        return fixture.database.begin(workspace, IsolationLevel.READ_COMMITTED);
    }

    private CatalogObject schema(String name) {
        return CatalogObject.of(CatalogKind.SCHEMA, catalog.newId(fixture.workspace), 5, name);
    }

    private static List<String> names(List<CatalogObject> objects) {
        return objects.stream().map(CatalogObject::name).sorted().toList();
    }

    private List<String> seen(Transaction transaction) {
        try (ReadView view = transaction.openLatestView()) {
            return names(catalog.children(transaction.workspace(), view, 5, NameSpace.SCHEMAS));
        }
    }

    @Test
    void changesOfATransactionAreSeenByItselfAndByOthersOnceCommitted() {
        Transaction changing = begin(fixture.workspace);
        Transaction looking = begin(fixture.database.newWorkspace());
        assertThat(seen(looking)).isEmpty();
        catalog.add(changing, schema("one"));
        assertThat(seen(changing)).containsExactly("one");
        assertThat(seen(looking)).isEmpty();
        changing.commit();
        assertThat(seen(looking)).containsExactly("one");
        looking.commit();
    }

    @Test
    void whatWasRolledBackIsNotSeen() {
        Transaction changing = begin(fixture.workspace);
        catalog.add(changing, schema("one"));
        assertThat(seen(changing)).containsExactly("one");
        changing.rollback();
        Transaction looking = begin(fixture.workspace);
        assertThat(seen(looking)).isEmpty();
        looking.commit();
    }

    @Test
    void anOldViewSeesTheOldCatalog() {
        Transaction looking = begin(fixture.database.newWorkspace());
        try (ReadView old = looking.openLatestView()) {
            Transaction changing = begin(fixture.workspace);
            catalog.add(changing, schema("one"));
            changing.commit();
            assertThat(seen(looking)).containsExactly("one");
            assertThat(catalog.children(looking.workspace(), old, 5, NameSpace.SCHEMAS))
                    .isEmpty();
            assertThat(catalog.find(looking.workspace(), old, 5, NameSpace.SCHEMAS, "one"))
                    .isEmpty();
        }
        looking.commit();
    }

    /** While one task renames a schema again and again, each view of the others finds it by the name that it reads in the tree. */
    @Test
    void viewsThatAreOpenedWhileAChangeIsCommittedReadWhatTheySee() throws Exception {
        CatalogObject first = schema("name 0");
        Transaction making = begin(fixture.workspace);
        catalog.add(making, first);
        making.commit();
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(reader(first.id(), done)));
            }
            for (int i = 1; i <= CHANGES; i++) {
                Transaction renaming = begin(fixture.workspace);
                catalog.replace(renaming, first.withName("name " + i));
                renaming.commit();
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    private Callable<Integer> reader(long id, AtomicBoolean done) {
        return () -> {
            Workspace workspace = fixture.database.newWorkspace();
            int views = 0;
            while (views == 0 || !done.get()) {
                Transaction looking = begin(workspace);
                try (ReadView view = looking.openLatestView()) {
                    Optional<CatalogObject> byId = catalog.find(workspace, view, CatalogKind.SCHEMA, id);
                    List<CatalogObject> children = catalog.children(workspace, view, 5, NameSpace.SCHEMAS);
                    List<CatalogObject> read = catalog.all(workspace, view, CatalogKind.SCHEMA).stream()
                            .filter(object -> object.id() == id)
                            .toList();
                    assertThat(byId).contains(read.getFirst());
                    assertThat(children).isEqualTo(read);
                    assertThat(catalog.find(
                                    workspace,
                                    view,
                                    5,
                                    NameSpace.SCHEMAS,
                                    read.getFirst().name()))
                            .contains(read.getFirst());
                }
                looking.commit();
                views++;
            }
            return views;
        };
    }
}
