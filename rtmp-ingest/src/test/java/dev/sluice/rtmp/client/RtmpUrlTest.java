package dev.sluice.rtmp.client;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RtmpUrlTest {
    @ParameterizedTest
    @CsvSource({"rtmp://h/app/s, h, 1935, app, s", "RTMPS://h/app/s, h, 443, app, s",
            "rtmp://h:19350/app/s, h, 19350, app, s", "rtmp://[2001:db8::1]:77/app/s, 2001:db8::1, 77, app, s",
            "rtmp://h/app/instance/s, h, 1935, app/instance, s", "rtmp://h/app/i/dir/s, h, 1935, app/i, dir/s",
            "rtmp://h/app/mp4:dir/s, h, 1935, app, mp4:dir/s", "rtmp://h/ondemand/dir/s, h, 1935, ondemand, dir/s",
            "rtmp://h/app/s?a=b/c&d=e, h, 1935, app, s?a=b/c&d=e",
            "rtmp://h/app/s?u=http://x/y, h, 1935, app, s?u=http://x/y", "rtmp://h/app/s.flv, h, 1935, app, s",
            "rtmp://h/vod/f.mp4, h, 1935, vod, mp4:f.mp4", "rtmp://h/app//s, h, 1935, app, /s",
            "rtmp://u:p@h/app/s, h, 1935, app, s"})
    void isTakenApartAsFfmpegDoes(String text, String host, int port, String app, String stream) {
        var url = RtmpUrl.parse(text);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.app()).isEqualTo(app);
        assertThat(url.stream()).isEqualTo(stream);
        assertThat(url.tls()).isEqualTo(text.startsWith("RTMPS"));
    }

    @ParameterizedTest
    @CsvSource({"rtmp://h/app, app", "rtmp://h/app/, app", "rtmp://h/a/b/c, a/b/c", "rtmp://h/live2?x=y, live2?x=y"})
    void takesTheSplitAsGiven(String server, String app) {
        var url = RtmpUrl.parse(server, "key.flv");
        assertThat(url.app()).isEqualTo(app);
        assertThat(url.stream()).isEqualTo("key.flv");
    }

    @ParameterizedTest
    @CsvSource({"rtmp://h:1935/a/s, rtmp://h/a", "rtmps://h:1935/a/s, rtmps://h:1935/a",
            "rtmp://[::1]/a/s, rtmp://[::1]/a", "rtmp://user:word@h/a/i/s?k=v, rtmp://h/a/i"})
    void tcUrlIsWithoutStreamAndLogin(String text, String tcUrl) {
        assertThat(RtmpUrl.parse(text).tcUrl()).isEqualTo(tcUrl);
    }

    @ParameterizedTest
    @CsvSource({"rtmp://alice:s3cret@h/a/s, alice, s3cret", "rtmp://a%40b:p%3a%25@h/a/s, a@b, p:%",
            "rtmp://a+b:100%@h/a/s, a+b, 100%"})
    void loginIsDecodedOnce(String text, String user, String password) {
        assertThat(RtmpUrl.parse(text).login()).contains(new Login(user, password));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtmp://alice@h/a/s", "rtmp://:word@h/a/s", "rtmp://alice:@h/a/s", "rtmp://h/a/s"})
    void halfALoginIsNone(String text) {
        assertThat(RtmpUrl.parse(text).login()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rtmp://", "http://h/SECRET/s", "rtmp://h", "rtmp://h/SECRET", "rtmp://h/SECRET/",
            "rtmp://h:0/SECRET/s", "rtmp://h:70000/SECRET/s", "rtmp://h:x/SECRET/s", "rtmp:///SECRET/s",
            "rtmp://SECRET:x@/a/s", "rtmp://::1/SECRET/s", "rtmp://[::1%25eth0]/SECRET/s", "rtmp://h/a/SEC RET",
            "rtmp://h/a/SECRET\r\n", "rtmp://b\u00fccher/SECRET/s", "rtmp://a:b@c:SECRET@h/a/s"})
    void anErrorNamesThePartAndShowsNothing(String text) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> RtmpUrl.parse(text))
                .withMessageStartingWith("RTMP URL ").withMessageNotContaining("SECRET")
                .extracting(ProtocolException::code).isEqualTo(StableCode.PROTOCOL_ERROR);
    }

    @Test
    void lengthIsBounded() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> RtmpUrl.parse("rtmp://h/a/" + "s".repeat(8192)))
                .withMessage("RTMP URL length: found 8203, expected at most 8192");
    }

    @Test
    void textShowsNoSecret() {
        var url = RtmpUrl.parse("rtmp://alice:s3cret@h/app?tok=ABCD", "s?key=EFGH&plain&x=");
        assertThat(url).hasToString("rtmp://h/app?tok=***/s?key=***&***&x=***");
        assertThat(url.server()).isEqualTo("rtmp://h/app?tok=***");
        assertThat(url.login().orElseThrow()).hasToString("Login[***]");
    }

    @Test
    void whatAServerRepeatsIsHiddenAndCut() {
        var url = RtmpUrl.parse("rtmp://alice:s3cret@h/app/s?key=EFGH&t=1");
        assertThat(url.shown("no s?key=EFGH&t=1 for alice/s3cret\u0000")).isEqualTo("no s?key=***&t=1 for ***/***?");
        assertThat(url.shown("x".repeat(1000))).hasSize(256);
    }
}
