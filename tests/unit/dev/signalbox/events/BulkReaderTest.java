package dev.signalbox.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Severity;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkReaderTest {

    private static final Instant ARRIVAL = Instant.parse("2026-11-20T08:00:00Z");

    @Test
    void aBadLineIsNamedAndTheOthersAreRead() {
        BulkReader.Piece piece = ndjson("""
                {"origin":"a","message":"1"}

                {"origin":"a","message":
                {"origin":"a","message":"2"}
                {"origin":"a","message":"3"} {}
                {"origin":"a","message":"4"}""");

        assertThat(piece.drafts()).extracting(Draft::message).containsExactly("1", "2", "4");
        assertThat(piece.rejected()).extracting(BulkReader.Rejected::line).containsExactly(3, 5);
        assertThat(piece.last()).isTrue();
    }

    @Test
    void aBadElementOfAnArrayIsNamedAndTheOthersAreRead() throws IOException {
        BulkReader.Piece piece = json("""
                [{"origin":"a","message":"1"}, 7, [[{}]], {"origin":[{"x":[1]}],"message":"no"},
                 {"origin":"a","message":"2"}, {"message":{"deep":[[[]]]}}, {"origin":"a","message":"3"}]""");

        assertThat(piece.drafts()).extracting(Draft::message).containsExactly("1", "2", "3");
        assertThat(piece.rejected()).extracting(BulkReader.Rejected::line).containsExactly(2, 3, 4, 6);
    }

    @Test
    void aSingleObjectIsOneEvent() throws IOException {
        Draft draft = json("""
                        {"origin":"","message":"m","severity":"critical","at":"2026-11-20T09:00:00.5+02:00",
                         "metadata":{"a":{"b":[1,2.50,true,null,"x"]}}}""").drafts().getFirst();

        assertThat(draft.origin()).isEmpty();
        assertThat(draft.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(draft.at()).isEqualTo(Instant.parse("2026-11-20T07:00:00.5Z"));
        assertThat(draft.metadata()).isEqualTo("{\"a\":{\"b\":[1,2.50,true,null,\"x\"]}}");
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        Draft draft = ndjson("{\"origin\":\"o\",\"message\":\"m\"}").drafts().getFirst();

        assertThat(draft).isEqualTo(new Draft(ARRIVAL, "log", "o", "me", Severity.INFO, "m", "{}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"message\":\"m\"}                                            | origin: is missing",
                "{\"origin\":\"o\"}                                             | message: is missing",
                "{\"origin\":\"o\",\"message\":\"\"}                            | message: is empty",
                "{\"origin\":\"o\",\"message\":7}                               | message: must be a string",
                "{\"origin\":\"o\",\"message\":\"m\",\"severity\":\"fatal\"}    | severity: \"fatal\" is not one of",
                "{\"origin\":\"o\",\"message\":\"m\",\"at\":\"yesterday\"}      | at: \"yesterday\" is not an RFC 3339 time",
                "{\"origin\":\"o\",\"message\":\"m\",\"metadata\":[]}           | metadata: must be an object",
                "{\"origin\":\"o\",\"message\":\"m\",\"metadata\":{\"n\":1e999}}| metadata: has a number",
                "{\"origin\":\"o\",\"message\":\"m\",\"metadata\":{\"n\":1e-999999999999}}| metadata: has a number",
                "{\"origin\":\"o\",\"message\":\"m\",\"colour\":\"red\"}        | colour: is not a field of an event",
                "[]                                                             | an event must be a JSON object",
                "nonsense                                                       | not JSON near column 9: a value is expected",
                "{\"origin\":\"o\",\"message\":\"m\",\"origin\":\"p\"}            | origin: is given twice",
                "{\"origin\":\"o\",\"message\":\"m\",\"metadata\":{\"a\":{\"k\":1,\"b\":2,\"c\":3,\"k\":4}}}|"
                        + " metadata: has \"k\" twice in one object",
                "{\"origin\":\"o\",\"message\":\"m\",\"metadata\":{\"a\\u0000\":1,\"a\\ufffd\":2}}|"
                        + " metadata: has \"a\uFFFD\" twice",
            })
    void aBadEventIsToldWhatIsWrongWithIt(String line, String why) {
        BulkReader.Piece piece = ndjson(line.trim());

        assertThat(piece.drafts()).isEmpty();
        assertThat(piece.rejected().getFirst().error()).contains(why.trim());
    }

    @Test
    void theSameNameInTwoObjectsIsNoMistake() {
        String line =
                "{\"origin\":\"o\",\"message\":\"m\",\"metadata\":{\"k\":{\"k\":1},\"l\":[{\"k\":2},{\"k\":3}],\"m\":4}}";

        assertThat(ndjson(line).rejected()).isEmpty();
    }

    @Test
    void anElementThatSaysSomethingTwiceIsRefusedAndTheOthersAreRead() throws IOException {
        BulkReader.Piece piece = json("""
                [{"origin":"a","message":"1","message":"2"}, {"metadata":{"x":[{"k":1,"k":{"deep":[2]}}]},"origin":"a",
                 "message":"3"}, {"origin":"a","message":"4","metadata":{},"metadata":{"a":{}}}, {"origin":"a","message":"5"}]""");

        assertThat(piece.drafts()).extracting(Draft::message).containsExactly("5");
        assertThat(piece.rejected())
                .extracting(BulkReader.Rejected::error)
                .containsExactly(
                        "message: is given twice",
                        "metadata: has \"k\" twice in one object",
                        "metadata: is given twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\" 1}          | not JSON near column 6: a colon is expected",
                "{\"a\":1,}         | not JSON near column 8: a name in double quotes is expected",
                "{\"a\":1 \"b\":2}  | not JSON near column 8: a comma is expected",
                "{\"a\":[1}         | not JSON near column 8: another brace or bracket was opened last",
                "{\"a\":\"x\ty\"}    | not JSON near column 8: a control character in text must be written as an escape",
                "{\"a\":\"\\q\"}     | not JSON near column 8: a backslash stands before what it cannot escape",
                "{\"a\":\"\\u12z\"}  | not JSON near column 11: \\u stands without four hexadecimal digits",
                "{\"a\":01}         | not JSON near column 7: a number cannot be written so",
                "{\"a\":NaN}        | not JSON near column 9: a value is expected",
                "{\"a\":comma}      | not JSON near column 11: a value is expected",
                "{\"a\":}           | not JSON near column 6: a value is expected",
                "{\"a\":[1          | not JSON: it ends too early",
                "{\"a\":\"x         | not JSON: it ends too early",
            })
    void brokenJsonIsExplainedInASentence(String text, String why) {
        String line = "{\"origin\":\"o\",\"message\":\"m\",\"metadata\":";
        String shifted = why.replaceFirst("(?<=column )\\d+", "%d");

        String error = ndjson(line + text).rejected().getFirst().error();

        assertThat(error)
                .startsWith(shifted.contains("%d") ? shifted.formatted(column(why) + line.length()) : why)
                .doesNotContain("Source", "Feature", "marker");
    }

    @Test
    void theLineOfBrokenJsonIsToldWhereItHasSeveral() throws IOException {
        assertThat(json("[\n{\"origin\":\"o\",\n \"message\" \"m\"}]")
                        .rejected()
                        .getFirst()
                        .error())
                .isEqualTo("not JSON near line 3, column 12: a colon is expected");
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 1_000, 5_000})
    void metadataThatIsNestedTooDeepIsRefusedAndTheNextEventIsRead(int depth) throws IOException {
        String deep = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);

        BulkReader.Piece piece = json("[{\"origin\":\"o\",\"message\":\"m\",\"metadata\":" + deep
                + "},{\"origin\":\"o\",\"message\":\"next\"}]");

        assertThat(piece.rejected().getFirst().error()).contains("nested deeper than 64");
        assertThat(piece.drafts()).extracting(Draft::message).containsExactly("next");
    }

    @Test
    void aMessageOfTheLargestSizeIsTakenAndOneByteMoreIsNot() {
        String largest = "ä".repeat(32 << 10);

        assertThat(ndjson(event(largest)).drafts()).hasSize(1);
        assertThat(ndjson(event(largest + "x")).rejected().getFirst().error()).contains("longer than 65536 bytes");
    }

    @Test
    void metadataThatIsTooLargeIsRefused() {
        String line = "{\"origin\":\"o\",\"message\":\"m\",\"metadata\":{\"a\":\"" + "x".repeat(16 << 10) + "\"}}";

        assertThat(ndjson(line).rejected().getFirst().error()).contains("metadata: is longer than 16384 bytes");
    }

    @Test
    void whatPostgresCannotHoldIsReplaced() {
        Draft draft = ndjson("{\"origin\":\"a\\u0000b\",\"message\":\"x\\ud800y\\u0000z\\ud83d\\ude00\","
                        + "\"metadata\":{\"k\\u0000\":\"\\udc00\"}}")
                .drafts()
                .getFirst();

        assertThat(draft.origin()).isEqualTo("a\uFFFDb");
        assertThat(draft.message()).isEqualTo("x\uFFFDy\uFFFDz\uD83D\uDE00");
        assertThat(draft.metadata()).isEqualTo("{\"k\uFFFD\":\"\uFFFD\"}");
    }

    @Test
    void linesLongerThanTheWindowAndAcrossItsEdgeAreReadWhole() {
        String text = (event("x".repeat(60_000)) + "\n" + event("short") + "\r\n\n").repeat(40);

        List<Draft> drafts = new ArrayList<>();
        BulkReader reader = reader("\uFEFF" + text);
        BulkReader.Piece piece;
        do {
            piece = reader.next(1_000);
            assertThat(piece.rejected()).isEmpty();
            drafts.addAll(piece.drafts());
        } while (!piece.last());

        assertThat(drafts)
                .extracting(draft -> draft.message().length())
                .hasSize(80)
                .containsOnly(60_000, 5);
    }

    @Test
    void aPieceOfLongMessagesIsShorter() {
        BulkReader.Piece piece =
                reader((event("x".repeat(60_000)) + "\n").repeat(100)).next(1_000);

        assertThat(piece.drafts()).hasSizeBetween(10, 20);
        assertThat(piece.last()).isFalse();
    }

    @Test
    void nullIsAbsentWhereAFieldIsOptional() {
        Draft draft = ndjson("{\"origin\":\"o\",\"message\":\"m\",\"at\":null,\"severity\":null,\"metadata\":null}")
                .drafts()
                .getFirst();

        assertThat(draft).isEqualTo(new Draft(ARRIVAL, "log", "o", "me", Severity.INFO, "m", "{}"));
    }

    @Test
    void aLargeBodyIsReadInPieces() {
        BulkReader reader = reader((event("m") + "\n").repeat(10));
        List<Integer> sizes = new ArrayList<>();
        BulkReader.Piece piece;

        do {
            piece = reader.next(4);
            sizes.add(piece.drafts().size());
        } while (!piece.last());

        assertThat(sizes).containsExactly(4, 4, 2);
    }

    @Test
    void garbageNeverThrows() throws IOException {
        Random random = new Random(42);
        String alphabet = "{}[]\":,\\ \n\r\tabu0019eE-+.origmess\u0000ü";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "[{\"origin\":\"o\",\"message\":" : "");
            for (int j = random.nextInt(60); j > 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Buffer body = Buffer.buffer(text.toString());

            assertThat(new NdjsonReader(body, events()).next(1_000).last()).isTrue();
            assertThat(new JsonReader(body, events()).next(1_000).last()).isTrue();
        }
    }

    private static int column(String why) {
        return Integer.parseInt(why.replaceFirst(".*column (\\d+).*", "$1"));
    }

    private static String event(String message) {
        return "{\"origin\":\"o\",\"message\":\"" + message + "\"}";
    }

    private static BulkReader.Piece ndjson(String text) {
        return reader(text).next(1_000);
    }

    private static NdjsonReader reader(String text) {
        return new NdjsonReader(Buffer.buffer(text), events());
    }

    private static BulkReader.Piece json(String text) throws IOException {
        return new JsonReader(Buffer.buffer(text), events()).next(1_000);
    }

    private static EventReader events() {
        return new EventReader(EventTexts.CONF, "me", ARRIVAL);
    }
}
