package dev.sluice.webrtc.dtls;

import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecordFilterTest {
    static final String CERTIFICATE = record(22, 0, "0b00000100010000000000" + "0107");
    static final String VERIFY = record(22, 0, "0f00000400030000000000" + "0401020304");
    static final String CHANGE_CIPHER_SPEC = record(20, 0, "01");
    static final String FINISHED = record(22, 1, "00".repeat(40));

    private final RecordFilter server = new RecordFilter(DtlsRole.SERVER);
    private final RecordFilter client = new RecordFilter(DtlsRole.CLIENT);

    @Test
    void aServerTakesChangeCipherSpecOnlyAfterCertificateVerify() {
        assertThat(server(CERTIFICATE + CHANGE_CIPHER_SPEC + FINISHED)).isEqualTo(CERTIFICATE);
        assertThat(server(VERIFY + CHANGE_CIPHER_SPEC + FINISHED)).isEqualTo(VERIFY + CHANGE_CIPHER_SPEC + FINISHED);
        assertThat(server(CHANGE_CIPHER_SPEC)).isEqualTo(CHANGE_CIPHER_SPEC);
    }

    @Test
    void aClientWaitsForNothing() {
        assertThat(client(CHANGE_CIPHER_SPEC + FINISHED)).isEqualTo(CHANGE_CIPHER_SPEC + FINISHED);
    }

    @Test
    void certificateVerifyMayComeInFragmentsAndBesideOtherMessages() {
        var first = record(22, 0, "0b00000100010000000000" + "0107" + "0f00000400030000000000" + "010a");
        var rest = record(22, 0, "0f00000400030000010000" + "030b0c0d");
        assertThat(server(first + CHANGE_CIPHER_SPEC)).isEqualTo(first);
        assertThat(server(rest + CHANGE_CIPHER_SPEC)).isEqualTo(rest + CHANGE_CIPHER_SPEC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "16", "16fefd000000000000000000", "16fefd0000000000000000000500",
            "80fefd000000000000000000",
            "1803fd00000000000000000000", "1603010000000000000000000100", "19fefd0000000000000000000100",
            "15fefd00010000000000000002" + "0100", "17fefd00010000000000000018" + "000000000000000000000000"
                    + "000000000000000000000000"})
    void dropsWhatEndsTheConnectionOrIsNoRecord(String hex) {
        assertThat(client(hex)).isEmpty();
        assertThat(client(CERTIFICATE + hex)).isEqualTo(CERTIFICATE);
    }

    private String server(String hex) {
        return filter(server, hex);
    }

    private String client(String hex) {
        return filter(client, hex);
    }

    private static String filter(RecordFilter filter, String hex) {
        var datagram = Unpooled.wrappedBuffer(new byte[2], HexFormat.of().parseHex(hex)).skipBytes(2);
        return HexFormat.of().formatHex(filter.filter(datagram));
    }

    private static String record(int type, int epoch, String fragment) {
        return "%02xfefd%04x000000000000%04x%s".formatted(type, epoch, fragment.length() / 2, fragment);
    }
}
