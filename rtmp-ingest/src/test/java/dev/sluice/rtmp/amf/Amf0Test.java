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

class Amf0Test {
    record Case(String name, String hex, AmfValue value) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        var nested = new LinkedHashMap<String, AmfValue>();
        nested.put("a", new AmfValue.Obj("", Map.of("b", new AmfValue.Num(1))));
        nested.put("c", new AmfValue.Bool(true));
        return Stream.of(
                new Case("number", "00 3ff0000000000000", new AmfValue.Num(1)),
                new Case("true", "01 01", new AmfValue.Bool(true)),
                new Case("string", "02 0003 666f6f", new AmfValue.Text("foo")),
                new Case("empty string", "02 0000", new AmfValue.Text("")),
                new Case("string beyond ASCII", "02 0002 c3a9", new AmfValue.Text("\u00e9")),
                new Case("null", "05", new AmfValue.Null()),
                new Case("undefined", "06", new AmfValue.Undefined()),
                new Case("reference", "07 0001", new AmfValue.Reference(1)),
                new Case("object", "03 0001 61 0100 0000 09",
                        new AmfValue.Obj("", Map.of("a", new AmfValue.Bool(false)))),
                new Case("empty object", "03 0000 09", new AmfValue.Obj("", Map.of())),
                new Case("nested", "03 0001 61 03 0001 62 00 3ff0000000000000 0000 09 0001 63 0101 0000 09",
                        new AmfValue.Obj("", nested)),
                new Case("typed object", "10 0001 54 0001 61 05 0000 09",
                        new AmfValue.Obj("T", Map.of("a", new AmfValue.Null()))),
                new Case("strict array", "0a 00000002 05 06",
                        new AmfValue.StrictArray(List.of(new AmfValue.Null(), new AmfValue.Undefined()))),
                new Case("date", "0b 4008000000000000 0000", new AmfValue.Date(3)),
                new Case("XML", "0f 00000001 78", new AmfValue.Xml("x")));
    }

    static Stream<Case> decodedOnly() {
        return Stream.of(
                new Case("unsupported", "0d", new AmfValue.Undefined()),
                new Case("long string that is short", "0c 00000001 78", new AmfValue.Text("x")),
                new Case("ECMA array with a wrong count", "08 00000009 0001 61 05 0000 09",
                        new AmfValue.EcmaArray(Map.of("a", new AmfValue.Null()))),
                new Case("ECMA array without an end", "08 00000001 0001 61 05",
                        new AmfValue.EcmaArray(Map.of("a", new AmfValue.Null()))));
    }

    @ParameterizedTest
    @MethodSource({"cases", "decodedOnly"})
    void reads(Case each) {
        var in = Hex.buffer(each.hex());
        assertThat(new Amf0Reader(in, AmfLimits.DEFAULT).read()).isEqualTo(each.value());
        assertThat(in.isReadable()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writes(Case each) {
        assertThat(written(each.value())).isEqualTo(Hex.buffer(each.hex()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void refusesEveryTruncation(Case each) {
        byte[] whole = Hex.bytes(each.hex());
        for (int length = 0; length < whole.length; length++) {
            refused(Unpooled.wrappedBuffer(whole, 0, length), StableCode.PROTOCOL_ERROR);
        }
    }

    @Test
    void aLongStringComesBack() {
        var text = new AmfValue.Text("x".repeat(65_536));
        var bytes = written(text);
        assertThat(bytes.getByte(0)).isEqualTo((byte) Amf0Marker.LONG_STRING);
        assertThat(new Amf0Reader(bytes, new AmfLimits(1, 1, 65_536, 1)).read()).isEqualTo(text);
    }

    @Test
    void readsTheRest() {
        assertThat(new Amf0Reader(Hex.buffer("05 06 0100"), AmfLimits.DEFAULT).rest())
                .containsExactly(new AmfValue.Null(), new AmfValue.Undefined(), new AmfValue.Bool(false));
    }

    @Test
    void depthIsBounded() {
        int depth = AmfLimits.DEFAULT.depth();
        String open = "0a00000001";
        assertThat(new Amf0Reader(Hex.buffer(open.repeat(depth) + "05"), AmfLimits.DEFAULT).read())
                .isInstanceOf(AmfValue.StrictArray.class);
        refused(Hex.buffer(open.repeat(depth + 1) + "05"), StableCode.LIMIT_EXCEEDED);
        refused(Hex.buffer("03 0001 61".repeat(depth + 1)), StableCode.LIMIT_EXCEEDED);
    }

    @Test
    void itemsAreBounded() {
        assertThat(new Amf0Reader(Hex.buffer("05".repeat(1000)), AmfLimits.DEFAULT).rest()).hasSize(1000);
        refused(Hex.buffer("05".repeat(1001)), StableCode.LIMIT_EXCEEDED);
        refused(Hex.buffer("0a ffffffff"), StableCode.LIMIT_EXCEEDED);
    }

    @Test
    void stringsAreBounded() {
        refused(Hex.buffer("0c 7fffffff"), StableCode.LIMIT_EXCEEDED);
        refused(Hex.buffer("03 0401" + Hex.times(0x401, "61")), StableCode.LIMIT_EXCEEDED);
    }

    @Test
    void anUnknownMarkerIsRefused() {
        refused(Hex.buffer("04"), StableCode.PROTOCOL_ERROR);
        refused(Hex.buffer("12"), StableCode.PROTOCOL_ERROR);
    }

    private static ByteBuf written(AmfValue value) {
        var out = Unpooled.buffer();
        Amf0Writer.write(value, out);
        return out;
    }

    private static void refused(ByteBuf in, StableCode code) {
        var reader = new Amf0Reader(in, AmfLimits.DEFAULT);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> {
            reader.read();
            reader.rest();
        }).extracting(ProtocolException::code).isEqualTo(code);
    }
}
