package org.borealisdb.sql.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What options of COPY FROM make of the client's lines; expected is what PostgreSQL 15 answers. */
class CopyOptionsTest {
    private final Region region = new Region();
    private final Region.Client client = region.connect();

    @BeforeEach
    void makeTable() {
        client.run("CREATE TABLE t (a int, b text)");
    }

    @AfterEach
    void close() {
        region.close();
    }

    private String rows() {
        return client.run("SELECT * FROM t ORDER BY a, b NULLS FIRST");
    }

    @Test
    void onlyRowsThatMeetTheConditionComeIn() {
        assertThat(client.copy("COPY t FROM STDIN WHERE a > 1 AND b <> 'no'", "1\tx\n2\ty\n3\tno\n4\t\\N\n5\tz\n"))
                .isEqualTo("COPY 2");
        assertThat(rows()).isEqualTo("2|y\n5|z\nSELECT 2");
    }

    @Test
    void textsMayStandForNullOrNot() {
        assertThat(client.copy("COPY t FROM STDIN (FORMAT csv, FORCE_NULL (b))", "1,\"\"\n2,\n3,\"x\"\n"))
                .isEqualTo("COPY 3");
        assertThat(client.copy("COPY t FROM STDIN (FORMAT csv, FORCE_NOT_NULL (b))", "4,\n5,\"\"\n"))
                .isEqualTo("COPY 2");
        assertThat(rows()).isEqualTo("1|NULL\n2|NULL\n3|x\n4|\n5|\nSELECT 5");
    }

    @Test
    void errorsShowLinesAndFieldsOfCsv() {
        assertThat(client.copy("COPY t FROM STDIN (FORMAT csv)", "1,x\nz,y\n"))
                .isEqualTo("22P02: invalid input syntax for type integer: \"z\" @ COPY t, line 2, column a: \"z\"");
        assertThat(client.copy("COPY t FROM STDIN (FORMAT csv, HEADER)", "a,b\n1,\"x\ny\"\n2\n"))
                .isEqualTo("22P04: missing data for column \"b\" @ COPY t, line 4: \"2\"");
        assertThat(client.copy("COPY t FROM STDIN (FORMAT csv)", "1,x,\"y, z\"\r\n2,x\r\n"))
                .isEqualTo("22P04: extra data after last expected column @ COPY t, line 1: \"1,x,\"y, z\"\"");
    }

    @Test
    void theFirstLineMustHaveTheNames() {
        assertThat(client.copy("COPY t FROM STDIN (HEADER match)", "a\tb\n1\tx\n"))
                .isEqualTo("COPY 1");
        assertThat(client.copy("COPY t (b, a) FROM STDIN (FORMAT csv, HEADER match)", "b,a\ny,2\n"))
                .isEqualTo("COPY 1");
        assertThat(client.copy("COPY t FROM STDIN (HEADER match)", "a\tx\n1\tx\n"))
                .isEqualTo("22P04: column name mismatch in header line field 2: got \"x\", expected \"b\""
                        + " @ COPY t, line 1: \"a\tx\"");
        assertThat(client.copy("COPY t FROM STDIN (FORMAT csv, HEADER match)", "a\n1\n"))
                .isEqualTo("22P04: wrong number of fields in header line: got 1, expected 2 @ COPY t, line 1: \"a\"");
        assertThat(client.copy("COPY t FROM STDIN (HEADER match)", "a\t\\N\n"))
                .startsWith("22P04: column name mismatch in header line field 2: got null value (\"\\N\"), expected"
                        + " \"b\"");
        assertThat(rows()).isEqualTo("1|x\n2|y\nSELECT 2");
    }

    @Test
    void allLinesEndAsTheFirst() {
        assertThat(client.copy("COPY t FROM STDIN", "1\tx\r2\ty\r")).isEqualTo("COPY 2");
        assertThat(client.copy("COPY t FROM STDIN", "3\tx\\\r\n4\ty\\\nz\n")).isEqualTo("COPY 2");
        assertThat(client.copy("COPY t FROM STDIN (FORMAT csv)", "5,\"a\rb\"\r\n6,x\r\n"))
                .isEqualTo("COPY 2");
        assertThat(client.run("SELECT a, replace(replace(b, E'\\r', 'R'), E'\\n', 'N') FROM t ORDER BY a"))
                .isEqualTo("1|x\n2|y\n3|xR\n4|yNz\n5|aRb\n6|x\nSELECT 6");
        assertThat(client.copy("COPY t FROM STDIN", "1\tx\n2\ty\r\n"))
                .isEqualTo("22P04: literal carriage return found in data @ COPY t, line 2");
        assertThat(client.copy("COPY t FROM STDIN", "1\tx\r\n2\ty\n"))
                .isEqualTo("22P04: literal newline found in data @ COPY t, line 2");
        assertThat(client.copy("COPY t FROM STDIN (FORMAT csv)", "1,x\n2,y\r\n"))
                .isEqualTo("22P04: unquoted carriage return found in data @ COPY t, line 2");
        assertThat(client.copy("COPY t FROM STDIN (FORMAT csv)", "1,x\r\n2,\"y\"\n"))
                .isEqualTo("22P04: unquoted newline found in data @ COPY t, line 2");
    }

    @Test
    void theEndMarkMayStandBehindFields() {
        assertThat(client.copy("COPY t FROM STDIN", "1\tx\n2\ty\\.\n3\tz\n")).isEqualTo("COPY 2");
        assertThat(client.copy("COPY t FROM STDIN", "4\tx\\")).isEqualTo("COPY 1");
        assertThat(rows()).isEqualTo("1|x\n2|y\n4|x\nSELECT 3");
        assertThat(client.copy("COPY t FROM STDIN", "1\tx\\.y\n"))
                .isEqualTo("22P04: end-of-copy marker corrupt @ COPY t, line 1");
    }

    @Test
    void fieldsAreReadBeforeOneIsMissed() {
        assertThat(client.copy("COPY t FROM STDIN", "\n")).startsWith("22P02");
        assertThat(client.copy("COPY t FROM STDIN (FORMAT csv)", "\"1,x\"\n")).startsWith("22P02");
        assertThat(client.copy("COPY t FROM STDIN (FORMAT csv)", "1\n")).startsWith("22P04");
    }
}
