package dev.signalbox.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.filter.Search.Field;
import dev.signalbox.filter.Search.Not;
import dev.signalbox.filter.Search.Regex;
import dev.signalbox.filter.Search.Text;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchParserTest {

    @Test
    void nothingIsNoTerms() {
        assertThat(terms("")).isEmpty();
        assertThat(terms(" \t\u00a0 ")).isEmpty();
    }

    @Test
    void wordsAndPhrasesAreLowerCaseTexts() {
        assertThat(terms("Disk \"Not Found\" ÄRGER"))
                .containsExactly(new Text("disk"), new Text("not found"), new Text("ärger"));
    }

    @Test
    void aMinusTurnsAnyTermRound() {
        assertThat(terms("-a -\"b c\" -user:x"))
                .containsExactly(
                        new Not(new Text("a")), new Not(new Text("b c")), new Not(new Field(List.of("user"), "x")));
        assertThat(terms("-/x/").getFirst())
                .isInstanceOfSatisfying(Not.class, not -> assertThat(not.term()).isInstanceOf(Regex.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "--",
                "--verbose",
                "http://x",
                "https://host:8080/p?q=1",
                "12:30",
                "error:",
                ":",
                ":x",
                "a..b:x",
                "c:\\temp",
                "//",
                "//x",
                "/",
                "it's",
                "a\"b",
                "x/y/z",
                "127.0.0.1:80",
                "[::1]:80",
                "é:1",
                "*"
            })
    void whatIsPastedFromALogIsAWord(String word) {
        assertThat(terms(word)).containsExactly(new Text(word));
    }

    @Test
    void fieldsTakeAPathAndAValue() {
        assertThat(terms("user:bob http.status:200 a-b._c:x:y path:/etc/passwd n:-1"))
                .containsExactly(
                        new Field(List.of("user"), "bob"),
                        new Field(List.of("http", "status"), "200"),
                        new Field(List.of("a-b", "_c"), "x:y"),
                        new Field(List.of("path"), "/etc/passwd"),
                        new Field(List.of("n"), "-1"));
        assertThat(terms("user:\"Bob B\" x:\"\""))
                .containsExactly(new Field(List.of("user"), "Bob B"), new Field(List.of("x"), ""));
    }

    @Test
    void aBackslashEscapesBetweenQuotes() {
        assertThat(terms("\"a \\\"b\\\" \\\\ c\"")).containsExactly(new Text("a \"b\" \\ c"));
        assertThat(terms("u:\"\\\"\"")).containsExactly(new Field(List.of("u"), "\""));
    }

    @Test
    void regexesEndAtASlashThatEndsTheTerm() {
        assertThat(regex("/a b/").matcher("xa bx").find()).isTrue();
        assertThat(regex("/a/b/").matcher("a/b").find()).isTrue();
        assertThat(regex("/a\\/ b/").matcher("a/ b").find()).isTrue();
        assertThat(regex("/abc/").matcher("ABC").find()).isFalse();
        assertThat(regex("/abc/i").matcher("ABC").find()).isTrue();
        assertThat(terms("/a/ b/")).hasSize(2);
    }

    @Test
    void unfinishedThingsNameTheirPosition() {
        assertThat(mistake("ab \"cd")).contains("quotation mark at position 4 without a closing one");
        assertThat(mistake("ab -\"cd")).contains("position 5");
        assertThat(mistake("/var/log")).contains("position 1", "without a closing /", "\"quotes\"");
        assertThat(mistake("x u:\"")).contains("position 5");
        assertThat(mistake("a \"\"")).contains("empty phrase at position 3");
        assertThat(mistake("a /(b/")).contains("position 3", "not valid", "(b");
        assertThat(mistake("/a(?=b)/")).contains("not valid");
    }

    @Test
    void theLimitsAreLimits() {
        assertThat(terms("a".repeat(SearchParser.MAX_LENGTH))).hasSize(1);
        assertThat(mistake("a".repeat(SearchParser.MAX_LENGTH + 1))).contains("1001 characters");
        assertThat(terms("a ".repeat(SearchParser.MAX_TERMS))).hasSize(SearchParser.MAX_TERMS);
        assertThat(mistake("a ".repeat(SearchParser.MAX_TERMS + 1))).contains("more than 32 terms", "position 65");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a{1000}b/",
                "/(a{100}){100}/",
                "/((a{1000}){1000}){1000}/",
                "/((((a{9}){9}){9}){9}){9}/",
                "/(?:(?:(?:a?){1000}){1000}){1000}/",
                "/a{600}/ /b{600}/",
                "/(((a{2,}){1000}){1000,}){1000}/"
            })
    void regexesThatUnfoldAreRefusedBeforeTheyDo(String q) {
        assertThat(mistake(q)).contains("too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/\u1c80/i",
                "/(?i)\u1c88/",
                "/(?s)x(?mi:\u1c80)/",
                "/[a-\u3000]/i",
                "/[a-\\x{10FFFF}]/i",
                "/\\x{1C80}/i"
            })
    void regexesThatWouldFoldForEverAreRefused(String q) {
        assertThat(mistake(q)).contains("U+1C80");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/gr\u00f6\u00dfe [a-z]/i", "/\u65e5\u672c/i", "/\u1c80/", "/[a-\u3000]/", "/(?P<i>\u1c80)/"})
    void otherRegexesBeyondAsciiAreFine(String q) {
        assertThat(SearchParser.parse(q).hasRegex()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/(\\d{1,3}\\.){3}\\d{1,3}/",
                "/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i",
                "/^\\S+ \\[[^\\]]*\\]$/"
            })
    void everydayRegexesFit(String q) {
        assertThat(terms(q)).hasSize(1);
    }

    @Test
    void randomTextParsesOrIsRefusedAsInvalid() {
        Random random = new Random(20_261_120);
        String alphabet = "ab-\"\\/:. ix(){}[]*+?|^$0129,é\u0130\ud83d\u2028\t";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder q = new StringBuilder();
            random.ints(random.nextInt(40), 0, alphabet.length()).forEach(c -> q.append(alphabet.charAt(c)));
            parsesOrIsRefused(q.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "(?:", "[", "a*", "\\", "{", "-", "x|"})
    void deepNestingParsesOrIsRefused(String piece) {
        parsesOrIsRefused("/" + piece.repeat(990 / piece.length()) + "/");
        parsesOrIsRefused("/" + piece.repeat(490 / piece.length()) + "a" + ")".repeat(490 / piece.length()) + "/");
    }

    private static void parsesOrIsRefused(String q) {
        try {
            SearchParser.parse(q);
        } catch (FaultException e) {
            assertThat(e.fault()).as(q).isInstanceOf(Fault.Invalid.class);
        }
    }

    private static List<Search.Term> terms(String q) {
        return SearchParser.parse(q).terms();
    }

    private static com.google.re2j.Pattern regex(String q) {
        return ((Regex) terms(q).getFirst()).pattern();
    }

    private static String mistake(String q) {
        FaultException[] thrown = new FaultException[1];
        assertThatExceptionOfType(FaultException.class)
                .isThrownBy(() -> SearchParser.parse(q))
                .satisfies(e -> thrown[0] = e);
        Fault.FieldError error = ((Fault.Invalid) thrown[0].fault()).errors().getFirst();
        assertThat(error.field()).isEqualTo("q");
        return error.message();
    }
}
