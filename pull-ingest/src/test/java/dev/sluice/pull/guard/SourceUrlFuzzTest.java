package dev.sluice.pull.guard;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SourceUrlFuzzTest {
    private static final SourceUrl FROM = SourceUrl.parse("http://a.example/d/e?q");

    static Stream<byte[]> seeds() {
        return Stream.of("http://a.example/x.flv?q=1", "https://u:p@[::ffff:127.0.0.1]:8443/", "rtmp://0x7f.1/live/x",
                "//①②⑦.0.0.1/", "/x", "http://a@b@c\\d").map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** What is understood is understood the same again, and has a host that no header or resolver can misread. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "5s")
    void redirects(byte[] data) {
        try {
            var url = FROM.redirected(new String(data, StandardCharsets.UTF_8));
            assertThat(SourceUrl.parse(url.revealed())).isEqualTo(url);
            assertThat(url.authority()).matches("([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]+)?");
            assertThat(url.requestTarget()).matches("/[!-~]*");
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isEqualTo(StableCode.SOURCE_REFUSED);
        }
    }
}
