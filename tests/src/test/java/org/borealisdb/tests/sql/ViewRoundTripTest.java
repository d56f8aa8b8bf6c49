package org.borealisdb.tests.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views that are made of the texts of others, as these are shown, have the same rows, and texts that make the same again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewRoundTripTest {
    private static final String VIEWS = "select c.oid::regclass, quote_ident(relname), pg_get_viewdef(c.oid, %s)"
            + " from pg_class c join pg_namespace n on n.oid = relnamespace"
            + " where relkind = 'v' and nspname not in ('pg_catalog', 'information_schema', 'again') order by c.oid";

    private BorealisServer server;
    private int databases;

    private record View(String name, String again, String text) {}

    @BeforeAll
    void startServer(@TempDir Path data) {
        server = BorealisServer.start(data);
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "view_texts.sql",
                "view_texts_calls.sql",
                "view_texts_names.sql",
                "view_texts_renamed.sql",
                "view_definitions.sql",
                "view_names.sql"
            })
    void makesTheSameOfWhatIsShown(String file) throws SQLException, IOException, InterruptedException {
        String database = "again" + databases++;
        try (Connection connection = ScriptRun.connect(server.port(), "postgres", false)) {
            run(connection, "create database " + database);
        }
        SqlScript script = SqlScript.readAll("definitions").stream()
                .filter(each -> each.name().equals(file))
                .findFirst()
                .orElseThrow();
        try (ScriptRun session = new ScriptRun(server.port(), database, false)) {
            session.run(script);
        }
        List<String> differences = new ArrayList<>();
        try (Connection connection = ScriptRun.connect(server.port(), database, false)) {
            for (boolean pretty : new boolean[] {false, true}) {
                run(connection, "drop schema if exists again cascade");
                run(connection, "create schema again");
                for (View view : views(connection, pretty)) {
                    compare(connection, view, pretty, differences);
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    private static void run(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private static List<View> views(Connection connection, boolean pretty) throws SQLException {
        List<View> views = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(VIEWS.replace("%s", Boolean.toString(pretty)))) {
            while (rows.next()) {
                views.add(new View(rows.getString(1), "again." + rows.getString(2), rows.getString(3)));
            }
        }
        return views;
    }

    private static void compare(Connection connection, View view, boolean pretty, List<String> differences)
            throws SQLException {
        try {
            run(connection, "create view " + view.again() + " as " + view.text());
        } catch (SQLException refused) {
            differences.add(view.name() + ": " + refused.getMessage() + "\n" + view.text());
            return;
        }
        String again = text(connection, view.again(), pretty);
        if (!again.equals(view.text())) {
            // A cast of ARRAY[...] becomes one of its elements, as in PostgreSQL; then the text stays the same.
            run(connection, "create view again.settled as " + again);
            String settled = text(connection, "again.settled", pretty);
            if (!settled.equals(again)) {
                differences.add(view.name() + "\n" + again + "\n" + settled);
            }
            run(connection, "drop view again.settled");
        }
        boolean counts = view.text().contains("nextval");
        connection.setAutoCommit(false);
        List<String> rows = answers(connection, "select each::text from " + view.name() + " each");
        List<String> rowsAgain = answers(connection, "select each::text from " + view.again() + " each");
        connection.rollback();
        connection.setAutoCommit(true);
        if (!counts && !rows.equals(rowsAgain)) {
            differences.add(view.name() + ": " + rows + "\n" + rowsAgain);
        }
    }

    private static String text(Connection connection, String view, boolean pretty) throws SQLException {
        return String.join("", answers(connection, "select pg_get_viewdef('" + view + "', " + pretty + ")"));
    }

    /** The sorted values of the only column of a query, or the error that it ends with. */
    private static List<String> answers(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
        } catch (SQLException failed) {
            values.add(failed.getSQLState());
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        }
        Collections.sort(values);
        return values;
    }
}
