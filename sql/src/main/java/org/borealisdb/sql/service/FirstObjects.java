package org.borealisdb.sql.service;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.Catalog;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.sql.catalog.AccessList;
import org.borealisdb.sql.catalog.ConnectionRules;
import org.borealisdb.sql.catalog.Privilege;
import org.borealisdb.sql.catalog.PublicSchema;
import org.borealisdb.sql.catalog.Role;

/** Makes what a cluster begins with, or finds it. Belongs to one task. */
final class FirstObjects {
    private final Catalog catalog;
    private final Transaction transaction;
    private final Workspace workspace;

    FirstObjects(Database database, Transaction transaction, Workspace workspace) {
        this.catalog = database.catalog();
        this.transaction = transaction;
        this.workspace = workspace;
    }

    /**
     * Makes the first role, which may do everything, or gives it a new password if {@code isOf} does not accept the verifier that it was given last.
     *
     * @return its name, which may be another one by now
     */
    String role(String name, String verifier, Predicate<String> isOf) {
        try (ReadView view = transaction.openLatestView()) {
            Optional<CatalogObject> known = catalog.first(workspace, view, CatalogKind.ROLE);
            if (known.isEmpty()) {
                CatalogObject made = CatalogObject.of(CatalogKind.ROLE, catalog.newId(workspace), 0, name);
                catalog.add(transaction, withPassword(withAllAttributes(made), verifier));
                return name;
            }
            CatalogObject role = known.get();
            CatalogObject changed = Role.hasAttributes(role) ? role : withAllAttributes(role);
            Optional<String> given = role.property(Role.GIVEN_PASSWORD).or(() -> role.property(Role.PASSWORD));
            changed = given.filter(isOf).isPresent()
                    ? changed.with(Role.GIVEN_PASSWORD, given.get())
                    : withPassword(changed, verifier);
            if (!Role.hasAttributes(role)) {
                upgradeSchemas(view);
            }
            if (!changed.equals(role)) {
                catalog.replace(transaction, changed);
            }
            return role.name();
        }
    }

    /** The catalog is from a version that knew one role only, and no owners. */
    private void upgradeSchemas(ReadView view) {
        for (CatalogObject schema : catalog.all(workspace, view, CatalogKind.SCHEMA)) {
            CatalogObject upgraded = PublicSchema.upgraded(schema);
            if (!upgraded.equals(schema)) {
                catalog.replace(transaction, upgraded);
            }
        }
    }

    private static CatalogObject withAllAttributes(CatalogObject role) {
        return new Role(role.id(), role.name(), EnumSet.allOf(Role.Attribute.class), Role.UNLIMITED).into(role);
    }

    private static CatalogObject withPassword(CatalogObject role, String verifier) {
        return role.with(Role.PASSWORD, verifier).with(Role.GIVEN_PASSWORD, verifier);
    }

    /** Makes the databases that a cluster begins with, with the schema public, unless they are there: one of a name, and those that new ones are copies of. */
    void databases(String name) {
        database(name, ConnectionRules.USUAL);
        ConnectionRules template = ConnectionRules.USUAL.withTemplate(true);
        database("template1", template);
        database("template0", template.withAllowed(false));
    }

    private void database(String name, ConnectionRules rules) {
        try (ReadView view = transaction.openLatestView()) {
            if (catalog.find(workspace, view, 0, NameSpace.DATABASES, name).isEmpty()) {
                long id = catalog.newId(workspace);
                CatalogObject made = rules.into(CatalogObject.of(CatalogKind.DATABASE, id, 0, name));
                catalog.add(transaction, rules.template() ? withTemplateAccess(view, made) : made);
                catalog.add(transaction, PublicSchema.of(catalog.newId(workspace), id));
            }
        }
    }

    /** Everybody may connect, as far as anybody may, and make no temporary tables. */
    private CatalogObject withTemplateAccess(ReadView view, CatalogObject made) {
        long owner =
                catalog.first(workspace, view, CatalogKind.ROLE).orElseThrow().id();
        AccessList list = new AccessList(List.of(
                new AccessList.Item(AccessList.PUBLIC, owner, Set.of(Privilege.CONNECT), Set.of()),
                new AccessList.Item(owner, owner, Privilege.on(Privilege.ObjectClass.DATABASE), Set.of())));
        return made.with(AccessList.ACCESS, list.stored());
    }
}
