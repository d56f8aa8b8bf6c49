package org.borealisdb.sql.service;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.borealisdb.engine.Database;
import org.borealisdb.engine.DatabaseSettings;
import org.borealisdb.engine.FollowedMemoryVolume;
import org.borealisdb.engine.MemoryVolume;
import org.borealisdb.engine.buffer.BufferPool;
import org.borealisdb.engine.catalog.CatalogKind;
import org.borealisdb.engine.catalog.CatalogObject;
import org.borealisdb.engine.transaction.IsolationLevel;
import org.borealisdb.engine.transaction.ReadView;
import org.borealisdb.engine.transaction.Transaction;
import org.borealisdb.engine.transaction.Workspace;
import org.borealisdb.expr.error.SqlException;
import org.borealisdb.expr.type.SqlType;
import org.borealisdb.expr.value.ByteSink;
import org.borealisdb.expr.value.RowSource;
import org.borealisdb.expr.value.SessionFormat;
import org.borealisdb.expr.value.TextOutput;
import org.borealisdb.redo.volume.Geometry;
import org.borealisdb.runtime.file.FileStore;
import org.borealisdb.runtime.memory.ArenaPageMemory;
import org.borealisdb.runtime.metric.Metrics;
import org.borealisdb.runtime.net.HostPort;
import org.borealisdb.runtime.real.RealClock;
import org.borealisdb.runtime.real.RealRandom;
import org.borealisdb.runtime.real.RealTasks;
import org.borealisdb.sql.bind.IndexExpressions;
import org.borealisdb.sql.forward.ForwardRequest;
import org.borealisdb.sql.forward.Forwarder;
import org.borealisdb.sql.postgres.RegionFacts;
import org.borealisdb.sql.session.ColumnFormats;
import org.borealisdb.sql.session.CommandTag;
import org.borealisdb.sql.session.CopyInput;
import org.borealisdb.sql.session.CopyOutput;
import org.borealisdb.sql.session.CopyShape;
import org.borealisdb.sql.session.ResultShape;
import org.borealisdb.sql.session.ResultSink;
import org.borealisdb.sql.session.RowSink;
import org.borealisdb.sql.session.SessionClient;
import org.borealisdb.sql.session.SessionRequest;
import org.borealisdb.sql.session.SqlNotice;
import org.borealisdb.sql.session.SqlSession;
import org.borealisdb.sql.spill.InstanceMemory;
import org.borealisdb.sql.spill.LocalResources;
import org.jspecify.annotations.Nullable;

/** A database in memory, and sessions whose answers are text. */
final class Region implements AutoCloseable {
    /** More than any test needs. */
    private static final long AMPLE_BYTES = 1L << 30;

    private final RealTasks tasks = new RealTasks((task, cause) -> cause.printStackTrace());
    private final MemoryVolume volume;
    private final BufferPool pool;
    private final Database database;
    private @Nullable FollowedMemoryVolume followed;
    private @Nullable DeskLink link;
    private @Nullable Forwarder forwarder;
    private final ScratchFolder folder = new ScratchFolder();
    private final LocalResources resources;
    final EngineSqlService service;
    private int sessions;

    Region() {
        this(512);
    }

    Region(int frames) {
        this(frames, Optional::empty);
    }

    /** One that shows what {@code region} tells. */
    Region(int frames, RegionFacts region) {
        this(frames, region, AMPLE_BYTES, store -> store);
    }

    /**
     * One with so much memory for all statements.
     *
     * @param scratch makes the store of what they have no memory for out of one that never fails
     */
    Region(int frames, RegionFacts region, long statementBytes, UnaryOperator<FileStore> scratch) {
        resources = folder.resources(statementBytes, scratch);
        volume = new MemoryVolume(new Geometry(1 << 16), true);
        pool = new BufferPool(
                volume, tasks, new ArenaPageMemory(), new Metrics(), (page, memory, at) -> {}, frames, frames);
        database = new Database(pool, new RealClock(), DatabaseSettings.DEFAULT, IndexExpressions::keyOf);
        service = new EngineSqlService(database, tasks, new RealClock(), new RealRandom(), resources, region);
        service.bootstrap("postgres", "none", "postgres");
    }

    /** A reader of another one, which follows when it is told to. */
    private Region(Region writer, int frames) {
        resources = folder.resources(AMPLE_BYTES, store -> store);
        volume = writer.volume;
        FollowedMemoryVolume following = new FollowedMemoryVolume(volume);
        followed = following;
        pool = new BufferPool(following, tasks, new ArenaPageMemory(), new Metrics(), following, frames, frames);
        database = Database.follow(pool, new RealClock(), DatabaseSettings.DEFAULT, IndexExpressions::keyOf);
        following.follow(database.follower());
        service = new EngineSqlService(database, tasks, new RealClock(), new RealRandom(), resources, RegionFacts.NONE);
    }

    /** A reader of another one that forwards to it. */
    private Region(Region writer, int sessions, Consumer<ForwardRequest> witness) {
        resources = folder.resources(AMPLE_BYTES, store -> store);
        volume = writer.volume;
        FollowedMemoryVolume following = new FollowedMemoryVolume(volume);
        followed = following;
        pool = new BufferPool(following, tasks, new ArenaPageMemory(), new Metrics(), following, 128, 128);
        database = Database.follow(pool, new RealClock(), DatabaseSettings.DEFAULT, IndexExpressions::keyOf);
        following.follow(database.follower());
        DeskLink way = new DeskLink(writer.service, writer.volume, following, sessions, tasks, witness);
        link = way;
        forwarder = new Forwarder(way, tasks, new RealRandom(), new Metrics());
        service = new EngineSqlService(
                database,
                tasks,
                new RealClock(),
                new RealRandom(),
                resources,
                RegionFacts.NONE,
                new NoPast(),
                forwarder);
    }

    /** A reader of this one that forwards to it, and applies log when somebody waits for that; {@code witness} sees what is asked. */
    Region forwardingReader(int sessions, Consumer<ForwardRequest> witness) {
        return new Region(this, sessions, witness);
    }

    /** The way of a reader that forwards. */
    DeskLink link() {
        return Objects.requireNonNull(link, "does not forward");
    }

    /** A reader of this one, which is as it is now until it {@link #catchUp}s. */
    Region reader() {
        return new Region(this, 128);
    }

    /** The volume of a reader. */
    FollowedMemoryVolume followed() {
        return Objects.requireNonNull(followed, "not a reader");
    }

    /** Has a reader apply everything. */
    void catchUp() {
        followed().applyAll();
    }

    /** All objects of a kind, as the catalog has them now. */
    List<CatalogObject> objects(CatalogKind kind) {
        try (ReadView view = database.transactions().openView()) {
            return database.catalog().all(database.newWorkspace(), view, kind);
        }
    }

    /** Does the background work of a writer that can be done now. */
    void tidy() {
        while (database.maintenance().run() != 0) {
            // Once more.
        }
    }

    /** Analyzes the tables that the background would look at now; returns how many that were. */
    int analyzeWhatIsDue() {
        return new AutomaticAnalysis(service, database, tasks).round();
    }

    /** Gives a schema a name that SQL does not let it have. */
    static void leave(Region region, String schema, String newName) {
        Workspace workspace = region.database.newWorkspace();
        Transaction transaction = region.database.begin(workspace, IsolationLevel.READ_COMMITTED);
        try (ReadView view = transaction.openLatestView()) {
            for (CatalogObject each : region.database.catalog().all(workspace, view, CatalogKind.SCHEMA)) {
                if (each.name().equals(schema)) {
                    region.database.catalog().replace(transaction, each.withName(newName));
                }
            }
        }
        transaction.commit();
    }

    Client connect() {
        return connect("postgres");
    }

    Client connect(String databaseName) {
        return connect("postgres", databaseName);
    }

    Client connect(String role, String databaseName) {
        return new Client(role, databaseName);
    }

    @Override
    public void close() {
        if (forwarder != null && link != null) {
            forwarder.close();
            link.desk().close();
        }
        database.close();
        tasks.close();
        pool.close();
        folder.close();
    }

    /** The memory of all statements. */
    InstanceMemory statementMemory() {
        return resources.memory();
    }

    /** What statements have on disk now. */
    List<String> scratchFiles() {
        return folder.files();
    }

    /** One connection. */
    final class Client implements SessionClient, ResultSink {
        final SqlSession session;
        private final StringBuilder answer = new StringBuilder();
        private String copied = "";
        /** Of errors. */
        final List<Integer> positions = new ArrayList<>();

        Client(String role, String databaseName) {
            session = service.open(
                    new SessionRequest(
                            ++sessions,
                            role,
                            databaseName,
                            new LinkedHashMap<>(),
                            new HostPort("127.0.0.7", 40_000),
                            new HostPort("127.0.0.1", 5432)),
                    this);
        }

        /** Runs a text; rows are values between bars, errors their SQLSTATE and message. */
        String run(String text) {
            answer.setLength(0);
            try {
                session.query(text, this);
            } catch (SqlException error) {
                answer.append(error.code().sqlState()).append(": ").append(error.text());
                error.position().ifPresent(position -> positions.add(position));
                error.field(SqlException.Field.DETAIL)
                        .ifPresent(detail -> answer.append(" / ").append(detail));
                error.field(SqlException.Field.WHERE)
                        .ifPresent(where -> answer.append(" @ ").append(where));
            }
            return answer.toString().strip();
        }

        String copy(String text, String data) {
            copied = data;
            return run(text);
        }

        /** Runs a portal that is bound already, and answers its rows. */
        String fetch(String portal, int rowLimit) {
            answer.setLength(0);
            session.portal(portal).execute(this, rowLimit);
            return answer.toString().strip();
        }

        /** Prepares once and runs a statement with parameters. */
        String execute(String name, RowSource parameters) {
            answer.setLength(0);
            session.bind("", session.statement(name), parameters, ColumnFormats.TEXT);
            session.portal("").execute(this, 0);
            session.synchronize();
            return answer.toString().strip();
        }

        @Override
        public RowSink rows(ResultShape shape, ColumnFormats formats) {
            List<SqlType> types =
                    shape.columns().stream().map(column -> column.type()).toList();
            return new RowSink() {
                private final List<String> values = new ArrayList<>();

                private SqlType type() {
                    return types.get(values.size());
                }

                @Override
                public void putNull() {
                    values.add("NULL");
                }

                @Override
                public void putLong(long value) {
                    ByteSink sink = new ByteSink();
                    TextOutput.appendLong(sink, type(), value, SessionFormat.DEFAULT);
                    values.add(sink.toText());
                }

                @Override
                public void putDouble(double value) {
                    ByteSink sink = new ByteSink();
                    TextOutput.appendDouble(sink, type(), value, SessionFormat.DEFAULT);
                    values.add(sink.toText());
                }

                @Override
                public void putObject(Object value) {
                    values.add(TextOutput.format(type(), value, SessionFormat.DEFAULT));
                }

                @Override
                public boolean putText(RowSource row, int place) {
                    ByteSink sink = new ByteSink();
                    if (!row.appendText(place, sink)) {
                        return false;
                    }
                    values.add(sink.toText());
                    return true;
                }

                @Override
                public boolean wantsText(int column) {
                    return true;
                }

                @Override
                public void endRow() {
                    answer.append(String.join("|", values)).append('\n');
                    values.clear();
                }
            };
        }

        @Override
        public CopyInput copyIn(CopyShape shape) {
            byte[] bytes = copied.getBytes(StandardCharsets.UTF_8);
            return new CopyInput() {
                private int at = -7;

                @Override
                public boolean advance() {
                    at += 7;
                    return at < bytes.length;
                }

                @Override
                public byte[] bytes() {
                    return bytes;
                }

                @Override
                public int offset() {
                    return Math.max(at, 0);
                }

                @Override
                public int length() {
                    return at < 0 ? 0 : Math.min(7, bytes.length - at);
                }
            };
        }

        @Override
        public CopyOutput copyOut(CopyShape shape) {
            throw new IllegalStateException("no COPY TO here");
        }

        @Override
        public void complete(CommandTag tag, long rowCount) {
            answer.append(tag.name()).append(tag.counts() ? " " + rowCount : "").append('\n');
        }

        @Override
        public void suspended() {
            answer.append("suspended\n");
        }

        @Override
        public void emptyQuery() {
            answer.append("empty\n");
        }

        @Override
        public void notice(SqlNotice notice) {
            answer.append(notice.message()).append('\n');
        }

        @Override
        public void settingChanged(String name, String value) {
            answer.append(name).append(" is ").append(value).append('\n');
        }

        @Override
        public void terminate() {
            session.cancel();
        }
    }
}
