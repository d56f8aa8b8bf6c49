package org.borealisdb.sql.parse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.borealisdb.sql.ast.ParsedStatement;
import org.borealisdb.sql.ast.StatementText;
import org.junit.jupiter.api.Test;

/** What statements have in common that are counted together. */
class StatementTextTest {
    private static StatementText of(String text) {
        return PostgresParser.parse(text).getFirst().own();
    }

    private static String normalized(String text) {
        return of(text).normalized(text, 1000);
    }

    private static long fingerprint(String text) {
        return of(text).fingerprint();
    }

    @Test
    void constantsBecomeParametersBehindThoseThatThereAre() {
        assertThat(normalized("select a + 1 from t where b = $2 and c = 'x' and d = $1;"))
                .isEqualTo("select a + $3 from t where b = $2 and c = $4 and d = $1");
    }

    @Test
    void aSignIsPartOfANumberUnlessItStandsBetweenTwo() {
        assertThat(normalized("select -1, - 2, 3 -4, 5 - -6, -7::int, -'8', - -9"))
                .isEqualTo("select $1, $2, $3 -$4, $5 - $6, -$7::int, -$8, $9");
    }

    @Test
    void numbersThatSayWhatIsDoneStay() {
        assertThat(
                        normalized(
                                "select distinct on (1) a::numeric(5, 2), b::varchar(3) from t group by 1, 2 + 1 order by 1, 3 + 1"))
                .isEqualTo(
                        "select distinct on (1) a::numeric(5, 2), b::varchar(3) from t group by 1, $1 + $2 order by 1, $3 + $4");
    }

    @Test
    void commandsStayAsTheyAre() {
        assertThat(normalized("set work_mem = '4MB'")).isEqualTo("set work_mem = '4MB'");
        assertThat(normalized("explain select 1")).isEqualTo("explain select 1");
        assertThat(fingerprint("explain select 1")).isNotEqualTo(fingerprint("explain select 2"));
        assertThat(fingerprint("set work_mem = '4MB'")).isNotEqualTo(fingerprint("set work_mem = '5MB'"));
    }

    @Test
    void aTextIsThatOfItsStatementAndOfCommentsBeforeAndAfter() {
        String text = " /* one */ select 1 -- first\n ; select 2 /* second */ ;; select 3";
        List<ParsedStatement> parsed = PostgresParser.parse(text);
        assertThat(parsed.stream().map(each -> each.own().normalized(text, 1000)))
                .containsExactly("/* one */ select $1 -- first", "select $1 /* second */", "select $1");
    }

    @Test
    void longTextsAreCut() {
        String text = "select '" + "x".repeat(100) + "', " + "a, ".repeat(1000) + "b";
        assertThat(of(text).normalized(text, 20)).isEqualTo("select $1, a, a, a, ");
        String wide = "select \"" + "\uD83D\uDE00".repeat(20) + "\"";
        assertThat(of(wide).normalized(wide, 9)).isEqualTo("select \"");
    }

    @Test
    void textsThatDifferInConstantsAloneAreOne() {
        assertThat(fingerprint("SELECT  A , b from T where a = 1 /* hi */ and b = 'x'"))
                .isEqualTo(fingerprint("select a, b\nfrom t where a=-2 and b=$$y$$ -- tail"));
        assertThat(fingerprint("select true, 'a'")).isEqualTo(fingerprint("select false, E'\\n'"));
    }

    @Test
    void otherTextsAreNot() {
        List<String> texts = List.of(
                "select 1",
                "select 1.5",
                "select 'x'",
                "select null",
                "select true",
                "select a",
                "select \"A\"",
                "select $1",
                "select $2",
                "select 1 order by 1",
                "select 1, 2",
                "select 1 + 2",
                "select 1 - 2",
                "select a::numeric(5)",
                "select a::numeric(6)",
                "begin",
                "start transaction");
        assertThat(texts.stream().map(StatementTextTest::fingerprint)).doesNotHaveDuplicates();
    }

    @Test
    void whatIsPreparedIsTheStatementItself() {
        assertThat(fingerprint("prepare p as select $1 + 7")).isEqualTo(fingerprint("select $1 + 8"));
        assertThat(normalized("prepare p (int) as select $1 + 7")).isEqualTo("prepare p (int) as select $1 + $2");
    }
}
