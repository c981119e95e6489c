package dev.sluice.rtmp.amf;

import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class Amf3Test {
    private static final AmfValue FOO = new AmfValue.Text("foo");
    private static final AmfValue ONE = new AmfValue.Num(1);
    private static final AmfValue TWO = new AmfValue.Num(2);
    private static final AmfValue NONE = new AmfValue.StrictArray(List.of());
    /** Class "T" with the property "a", which is 1; the string table begins with both. */
    private static final String OBJECT = "0a 13 03 54 03 61 0401";
    private static final AmfValue T = new AmfValue.Obj("T", Map.of("a", ONE));

    /** @param hex behind the marker that switches to AMF3 */
    record Case(String name, String hex, AmfValue value) {
        byte[] message() {
            return Hex.bytes("11" + hex);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(simple(), complex(), references()).flatMap(List::stream);
    }

    private static List<Case> simple() {
        return List.of(
                new Case("undefined", "00", new AmfValue.Undefined()),
                new Case("null", "01", new AmfValue.Null()),
                new Case("false", "02", new AmfValue.Bool(false)),
                new Case("true", "03", new AmfValue.Bool(true)),
                new Case("integer of one byte", "04 7f", new AmfValue.Num(127)),
                new Case("integer of two bytes", "04 8100", new AmfValue.Num(128)),
                new Case("integer of three bytes", "04 ffff7f", new AmfValue.Num(0x1f_ffff)),
                new Case("integer of four bytes", "04 80c08000", new AmfValue.Num(0x20_0000)),
                new Case("the largest integer", "04 bfffffff", new AmfValue.Num(0xfff_ffff)),
                new Case("the smallest integer", "04 c0808000", new AmfValue.Num(-0x1000_0000)),
                new Case("minus one", "04 ffffffff", new AmfValue.Num(-1)),
                new Case("double", "05 3ff0000000000000", ONE),
                new Case("string", "06 07 666f6f", FOO),
                new Case("empty string", "06 01", new AmfValue.Text("")),
                new Case("string beyond ASCII", "06 05 c3a9", new AmfValue.Text("\u00e9")));
    }

    private static List<Case> complex() {
        var mixed = new LinkedHashMap<String, AmfValue>();
        mixed.put("a", ONE);
        mixed.put("0", TWO);
        return List.of(
                new Case("XML document", "07 03 78", new AmfValue.Xml("x")),
                new Case("date", "08 01 4008000000000000", new AmfValue.Date(3)),
                new Case("empty array", "09 01 01", NONE),
                new Case("dense array", "09 05 01 0401 0402", new AmfValue.StrictArray(List.of(ONE, TWO))),
                new Case("associative array", "09 01 03 61 0401 01", new AmfValue.EcmaArray(Map.of("a", ONE))),
                new Case("associative and dense array", "09 03 03 61 0401 01 0402", new AmfValue.EcmaArray(mixed)),
                new Case("object", OBJECT, T),
                new Case("anonymous dynamic object", "0a 0b 01 03 61 0401 03 62 0402 01",
                        new AmfValue.Obj("", Map.of("a", ONE, "b", TWO))),
                new Case("sealed and dynamic", "0a 1b 01 03 61 0401 03 62 0402 01",
                        new AmfValue.Obj("", Map.of("a", ONE, "b", TWO))),
                new Case("XML", "0b 03 78", new AmfValue.Xml("x")),
                new Case("byte array", "0c 05 ffff", new AmfValue.Undefined()),
                new Case("vector of int", "0d 03 00 ffffffff", new AmfValue.StrictArray(List.of(new AmfValue.Num(-1)))),
                new Case("vector of uint", "0e 03 01 ffffffff",
                        new AmfValue.StrictArray(List.of(new AmfValue.Num(0xffff_ffffL)))),
                new Case("vector of double", "0f 03 00 3ff0000000000000", new AmfValue.StrictArray(List.of(ONE))),
                new Case("vector of objects", "10 03 00 03 54 " + "0a 13 00 03 61 0401",
                        new AmfValue.StrictArray(List.of(T))),
                new Case("dictionary", "11 03 00 0401 0402", new AmfValue.StrictArray(List.of(ONE, TWO))));
    }

    private static List<Case> references() {
        return List.of(
                new Case("a string again", "09 05 01 06 07 666f6f 06 00", new AmfValue.StrictArray(List.of(FOO, FOO))),
                new Case("empty strings have no number", "09 07 01 06 01 06 07 666f6f 06 00",
                        new AmfValue.StrictArray(List.of(new AmfValue.Text(""), FOO, FOO))),
                new Case("a string as a name", "09 05 01 06 03 61 0a 0b 01 00 0401 01",
                        new AmfValue.StrictArray(List.of(new AmfValue.Text("a"),
                                new AmfValue.Obj("", Map.of("a", ONE))))),
                new Case("an object again", "09 05 01" + OBJECT + "0a 02", new AmfValue.StrictArray(List.of(T, T))),
                new Case("traits again", "09 05 01" + OBJECT + "0a 01 0401", new AmfValue.StrictArray(List.of(T, T))),
                new Case("a date again", "09 05 01 08 01 4008000000000000 08 02",
                        new AmfValue.StrictArray(List.of(new AmfValue.Date(3), new AmfValue.Date(3)))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reads(Case each) {
        var in = Unpooled.wrappedBuffer(each.message());
        assertThat(new Amf0Reader(in, AmfLimits.DEFAULT).read()).isEqualTo(each.value());
        assertThat(in.isReadable()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesEveryTruncation(Case each) {
        byte[] whole = each.message();
        for (int length = 0; length < whole.length; length++) {
            refused(Unpooled.wrappedBuffer(whole, 0, length), StableCode.PROTOCOL_ERROR);
        }
    }

    /** AMF3 4.1: each value switches for itself, and all of a message share the tables. */
    @Test
    void amf0GoesOnBehindAnAmf3Value() {
        assertThat(new Amf0Reader(Hex.buffer("02 0001 78 11 06 07 666f6f 03 0001 61 11 0600 0000 09 05"),
                AmfLimits.DEFAULT).rest()).containsExactly(new AmfValue.Text("x"), FOO,
                        new AmfValue.Obj("", Map.of("a", FOO)), new AmfValue.Null());
    }

    @Test
    void aReferenceIsTheSameValueAndNoCopy() {
        var both = (AmfValue.StrictArray) new Amf0Reader(Hex.buffer("11 09 05 01" + OBJECT + "0a 02"),
                AmfLimits.DEFAULT).read();
        assertThat(both.elements().getLast()).isSameAs(both.elements().getFirst());
    }

    @Test
    void aValueDoesNotHoldItself() {
        refused(Hex.buffer("11 09 03 01 09 00"), StableCode.PROTOCOL_ERROR);
        refused(Hex.buffer("11 0a 0b 01 03 61 09 03 01 0a 00"), StableCode.PROTOCOL_ERROR);
    }

    @Test
    void whatIsReferredToMustBeKnown() {
        refused(Hex.buffer("11 06 00"), StableCode.PROTOCOL_ERROR);
        refused(Hex.buffer("11 09 00"), StableCode.PROTOCOL_ERROR);
        refused(Hex.buffer("11 0a 01"), StableCode.PROTOCOL_ERROR);
        refused(Hex.buffer("11 09 05 01 0401 0a fffffffe"), StableCode.PROTOCOL_ERROR);
    }

    @Test
    void anExternalizableObjectIsRefused() {
        refused(Hex.buffer("11 0a 07 03 54 00"), StableCode.PROTOCOL_ERROR);
    }

    @Test
    void anUnknownMarkerIsRefused() {
        refused(Hex.buffer("11 12"), StableCode.PROTOCOL_ERROR);
    }

    @Test
    void depthIsBounded() {
        int depth = AmfLimits.DEFAULT.depth();
        assertThat(new Amf0Reader(Hex.buffer("11" + "09 03 01".repeat(depth) + "01"), AmfLimits.DEFAULT).read())
                .isInstanceOf(AmfValue.StrictArray.class);
        refused(Hex.buffer("11" + "09 03 01".repeat(depth + 1) + "01"), StableCode.LIMIT_EXCEEDED);
        refused(Hex.buffer("11" + "0a 0b 01 03 61".repeat(depth + 1)), StableCode.LIMIT_EXCEEDED);
        refused(Hex.buffer("0a00000001".repeat(depth) + "11 09 03 01 01"), StableCode.LIMIT_EXCEEDED);
    }

    @Test
    void itemsAreBounded() {
        assertThat(new Amf0Reader(Hex.buffer("11 01".repeat(1000)), AmfLimits.DEFAULT).rest()).hasSize(1000);
        refused(Hex.buffer("11 01".repeat(1001)), StableCode.LIMIT_EXCEEDED);
        refused(Hex.buffer("11 09 8fd3 01" + "01".repeat(1001)), StableCode.LIMIT_EXCEEDED);
        for (String marker : List.of("09 ffffffff 01", "0d ffffffff 00", "0e ffffffff 00", "0f ffffffff 00",
                "10 ffffffff 00 01", "11 ffffffff 00", "0a fffffff3 01")) {
            refused(Hex.buffer("11" + marker), StableCode.LIMIT_EXCEEDED);
        }
    }

    /** Ten times the array before, again and again: few bytes, and a tree without an end for whoever walks it. */
    @Test
    void referencesCountAsWhatTheyReferTo() {
        var laughs = new StringBuilder("11 09 01 01");
        for (int i = 0; i < 6; i++) {
            laughs.append("11 09 15 01").append(("09" + "%02x".formatted(2 * i)).repeat(10));
        }
        refused(Hex.buffer(laughs.toString()), StableCode.LIMIT_EXCEEDED);
        refused(Hex.buffer("11" + OBJECT + "11 0a 00".repeat(500)), StableCode.LIMIT_EXCEEDED);
        assertThat(new Amf0Reader(Hex.buffer("11" + OBJECT + "11 0a 00".repeat(499)), AmfLimits.DEFAULT).rest())
                .hasSize(500).containsOnly(T);
    }

    @Test
    void stringsAreBounded() {
        refused(Hex.buffer("11 06 ffffffff"), StableCode.LIMIT_EXCEEDED);
        refused(Hex.buffer("11 0b ffffffff"), StableCode.LIMIT_EXCEEDED);
        refused(Hex.buffer("11 0a 0b 01 9003" + "61".repeat(0x401)), StableCode.LIMIT_EXCEEDED);
        String longText = "11 06 9003" + "61".repeat(0x401);
        assertThat(new Amf0Reader(Hex.buffer(longText), AmfLimits.DEFAULT).read().text("")).hasSize(0x401);
        refused(Hex.buffer(longText + "11 0a 0b 01 00"), StableCode.LIMIT_EXCEEDED);
    }

    private static void refused(ByteBuf in, StableCode code) {
        var reader = new Amf0Reader(in, AmfLimits.DEFAULT);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> {
            reader.read();
            reader.rest();
        }).extracting(ProtocolException::code).isEqualTo(code);
    }
}
