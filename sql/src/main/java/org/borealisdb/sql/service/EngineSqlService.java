package org.borealisdb.sql.service;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.catalog.NameSpace;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.value.CivilCalendar;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.random.RandomSource;
import org.borealisdb.runtime.task.Tasks;
import org.borealisdb.runtime.time.Clock;
import org.borealisdb.sql.activity.DatabaseActivity;
import org.borealisdb.sql.catalog.KnownTables;
import org.borealisdb.sql.catalog.Role;
import org.borealisdb.sql.catalog.RoleSource;
import org.borealisdb.sql.catalog.Roles;
import org.borealisdb.sql.catalog.TemporaryObjects;
import org.borealisdb.sql.forward.Forwarder;
import org.borealisdb.sql.postgres.RegionFacts;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SessionRequest;
import org.borealisdb.sql.session.SqlService;
import org.borealisdb.sql.session.SqlSession;
import org.borealisdb.sql.spill.LocalResources;

/** SQL over a database of the engine, of a writer or a reader. Safe for use by all tasks. */
public final class EngineSqlService implements SqlService {
    private final Database database;
    private final Tasks tasks;
    private final Clock clock;
    private final RandomSource random;
    private final RegionFacts region;
    private final Optional<PastDatabases> pasts;
    private final DatabaseAccess access;
    private final SessionRegister sessions;
    private final Notifications notifications;
    private final Optional<Forwarder> forwarder;
    private final LocalResources resources;
    private final KnownTables knownTables = new KnownTables();

    /** Serves a database that was opened with {@code IndexExpressions::keyOf} as its index keys, and tells nothing of its volume. */
    public EngineSqlService(
            Database database, Tasks tasks, Clock clock, RandomSource random, LocalResources resources) {
        this(database, tasks, clock, random, resources, RegionFacts.NONE);
    }

    /** The same, and shows how the volume is: {@code region} must not wait. */
    public EngineSqlService(
            Database database,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            LocalResources resources,
            RegionFacts region) {
        this(
                database,
                tasks,
                clock,
                random,
                resources,
                region,
                Optional.empty(),
                DatabaseAccess.of(database),
                new SessionRegister(() -> clock.wallMicros() - StatementGuard.UNIX_TO_2000_MICROS),
                Optional.empty());
    }

    /** The same, shows how the volume is, and lets sessions go to the past: {@code region} must not wait. */
    public EngineSqlService(
            Database database,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            LocalResources resources,
            RegionFacts region,
            PastDatabases pasts) {
        this(
                database,
                tasks,
                clock,
                random,
                resources,
                region,
                Optional.of(pasts),
                DatabaseAccess.of(database),
                new SessionRegister(() -> clock.wallMicros() - StatementGuard.UNIX_TO_2000_MICROS),
                Optional.empty());
    }

    /** The same of a reader, whose sessions can forward what they write. */
    public EngineSqlService(
            Database database,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            LocalResources resources,
            RegionFacts region,
            PastDatabases pasts,
            Forwarder forwarder) {
        this(
                database,
                tasks,
                clock,
                random,
                resources,
                region,
                Optional.of(pasts),
                DatabaseAccess.FOLLOWING,
                new SessionRegister(() -> clock.wallMicros() - StatementGuard.UNIX_TO_2000_MICROS),
                Optional.of(forwarder));
    }

    /** The same of the database as it was: its sessions may not write, and are among this one's. */
    EngineSqlService asOf(Database then) {
        return new EngineSqlService(
                then, tasks, clock, random, resources, region, pasts, DatabaseAccess.PAST, sessions, Optional.empty());
    }

    private EngineSqlService(
            Database database,
            Tasks tasks,
            Clock clock,
            RandomSource random,
            LocalResources resources,
            RegionFacts region,
            Optional<PastDatabases> pasts,
            DatabaseAccess access,
            SessionRegister sessions,
            Optional<Forwarder> forwarder) {
        this.forwarder = forwarder;
        this.resources = resources;
        this.sessions = sessions;
        this.notifications = new Notifications(tasks);
        this.region = region;
        this.pasts = pasts;
        this.access = access;
        this.database = database;
        this.tasks = tasks;
        this.clock = clock;
        this.random = random;
    }

    /** The same for a password that is known by its verifier alone. */
    public void bootstrap(String role, String verifier, String databaseName) {
        bootstrap(role, verifier, verifier::equals, databaseName);
    }

    /**
     * Makes a role that may do everything, and a database with the schema public, unless they are there. Called before the first session, on a writer.
     *
     * @param verifier of the password that the region is started with: the role gets it if it is another one than the last time, so that a password
     *     which SQL gave to the role stays until somebody changes the one outside
     * @param isOf whether a stored verifier is of that password
     */
    public void bootstrap(String role, String verifier, Predicate<String> isOf, String databaseName) {
        Workspace workspace = database.newWorkspace();
        Transaction transaction = database.begin(workspace, IsolationLevel.READ_COMMITTED);
        FirstObjects first = new FirstObjects(database, transaction, workspace);
        String name = first.role(role, verifier, isOf);
        first.databases(databaseName);
        transaction.commit();
        dropAbandoned(name);
    }

    @Override
    public Optional<String> passwordVerifier(String role) {
        Workspace workspace = database.newWorkspace();
        try (ReadView view = database.transactions().openView()) {
            return database.catalog()
                    .find(workspace, view, 0, NameSpace.ROLES, role)
                    .filter(object -> Role.validUntil(object).orElse(Long.MAX_VALUE) > now())
                    .flatMap(object -> object.property(Role.PASSWORD));
        }
    }

    @Override
    public boolean isMember(String role, String of) {
        Workspace workspace = database.newWorkspace();
        try (ReadView view = database.transactions().openView()) {
            Roles roles = new Roles(RoleSource.of(database.catalog(), workspace, view, 0));
            Optional<Role> group = roles.named(of);
            return roles.named(role)
                    .filter(member -> group.isPresent()
                            && (member.id() == group.get().id()
                                    || roles.isMadeMember(
                                            member.id(), group.get().id())))
                    .isPresent();
        }
    }

    @Override
    public boolean requiresEncryption() {
        return SystemSettings.read(database, database.newWorkspace()).isOn("rds.force_ssl");
    }

    private long now() {
        return clock.wallMicros() - CivilCalendar.EPOCH_SECONDS * CivilCalendar.MICROS_PER_SECOND;
    }

    @Override
    public SqlSession open(SessionRequest request, SessionClient client) {
        return pasts.isPresent()
                ? new TimeTravelSession(this, pasts.get(), request, client)
                : openSession(request, client);
    }

    /** Drops what sessions left that were under way when the last writer ended. */
    private void dropAbandoned(String role) {
        Workspace workspace = database.newWorkspace();
        List<CatalogObject> abandoned;
        List<CatalogObject> databases;
        try (ReadView view = database.transactions().openView()) {
            abandoned = database.catalog().all(workspace, view, CatalogKind.SCHEMA).stream()
                    .filter(schema -> TemporaryObjects.isTemporary(schema.name()))
                    .toList();
            databases = database.catalog().all(workspace, view, CatalogKind.DATABASE);
        }
        for (CatalogObject schema : abandoned) {
            databases.stream()
                    .filter(of -> of.id() == schema.parent())
                    .forEach(of -> dropAbandoned(role, of.name(), schema.name()));
        }
    }

    private void dropAbandoned(String role, String databaseName, String schemaName) {
        EngineSession session = openInBackground(role, databaseName, new LinkedHashMap<>());
        session.dropTemporary(schemaName);
        session.close();
    }

    /** A session that no client has; there is one at a time. */
    EngineSession openInBackground(String role, String databaseName, SequencedMap<String, String> settings) {
        HostPort nowhere = new HostPort("127.0.0.1", 1);
        SessionRequest request = new SessionRequest(Integer.MAX_VALUE, role, databaseName, settings, nowhere, nowhere);
        Workspace workspace = database.newWorkspace();
        try (ReadView view = database.transactions().openView()) {
            Login login = Login.read(database, workspace, view, role, databaseName);
            return openSession(request, new NobodysClient(), workspace, login);
        }
    }

    /** Begins to analyze tables whenever enough of their rows have changed. Called once, on a writer, after {@link #bootstrap}; the answer is closed before the database. */
    public AutomaticAnalysis analyzeAutomatically() {
        AutomaticAnalysis analysis = new AutomaticAnalysis(this, database, tasks);
        analysis.start();
        return analysis;
    }

    /** A session of this database alone. */
    EngineSession openSession(SessionRequest request, SessionClient client) {
        Workspace workspace = database.newWorkspace();
        try (ReadView view = database.transactions().openView()) {
            Login login = Login.read(database, workspace, view, request.role(), request.database());
            if (access != DatabaseAccess.PAST) {
                login.check(
                        sessions.count(request.role(), request.processId()),
                        sessions.countIn(request.database(), request.processId()));
                sessions.database(login.database().id()).add(DatabaseActivity.Count.SESSIONS, 1);
            }
            return openSession(request, client, workspace, login);
        }
    }

    private EngineSession openSession(SessionRequest request, SessionClient client, Workspace workspace, Login login) {
        return new EngineSession(
                database,
                tasks,
                clock,
                random,
                workspace,
                login,
                request,
                client,
                sessions,
                notifications,
                region,
                pasts,
                access,
                forwarder,
                resources,
                knownTables);
    }
}
