package dev.sluice.pull.source;

import dev.sluice.pull.guard.SourceUrl;
import dev.sluice.pull.testkit.CountingSink;
import dev.sluice.pull.testkit.Flv;
import dev.sluice.testkit.FakeClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HttpAttemptTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK|Transfer-Encoding: chunked||";
    private static final String UNTIL_CLOSE = "HTTP/1.0 200 OK|Content-Type: text/html||";

    private final FakeClock clock = new FakeClock();
    private final CountingSink sink = new CountingSink();
    private final List<String> outcomes = new ArrayList<>();
    private final SourceUrl url = SourceUrl.parse("http://me:pass+w%20@a.example:81/live/x.flv?k=%C3%BC");
    private final HttpAttempt attempt = new HttpAttempt(HttpClient.request(url), SourceLimits.DEFAULT, clock,
            new Media(sink), new Attempt.Outcome() {
                @Override
                public void onUnreachable(SourceEnd reason) {
                    outcomes.add("unreachable " + reason);
                }

                @Override
                public void onMoved(String location) {
                    outcomes.add("moved " + location);
                }

                @Override
                public void onEnd(SourceEnd end) {
                    outcomes.add(switch (end) {
                        case SourceEnd.Ended() -> "ended";
                        case SourceEnd.Broken(var code, var reason) -> code + " " + reason;
                    });
                }
            });
    private final EmbeddedChannel channel = new EmbeddedChannel(
            new HttpClientCodec(4096, SourceLimits.DEFAULT.headerBytes(), 64 << 10), attempt);

    private void receive(String text) {
        receive(Unpooled.copiedBuffer(text.replace("|", "\r\n"), StandardCharsets.UTF_8));
    }

    private void receive(ByteBuf bytes) {
        channel.writeInbound(bytes);
    }

    private void chunk(Flv stream) {
        var bytes = stream.bytes();
        receive(Unpooled.wrappedBuffer(Unpooled.copiedBuffer("%x\r\n".formatted(bytes.length), StandardCharsets.UTF_8),
                Unpooled.wrappedBuffer(bytes), Unpooled.copiedBuffer("\r\n", StandardCharsets.UTF_8)));
    }

    private void advance(long millis) {
        clock.advanceMillis(millis);
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @AfterEach
    void close() {
        attempt.close();
        channel.finishAndReleaseAll();
    }

    @Test
    void asksAsItShould() {
        ByteBuf request = channel.readOutbound();
        assertThat(request.toString(StandardCharsets.UTF_8).split("\r\n")).containsExactly(
                "GET /live/x.flv?k=%C3%BC HTTP/1.1", "host: a.example:81", "user-agent: Sluice", "accept: */*",
                "accept-encoding: identity", "connection: close", "authorization: Basic bWU6cGFzcyt3IA==");
        request.release();
    }

    @Test
    void framesPassAsTheyCome() {
        receive(CHUNKED);
        chunk(Flv.configured().frames(100, 2));
        assertThat(sink.frames).containsExactly("H264 640x360", "AAC", "key 100", "audio 100", "video 140",
                "audio 140");
        assertThat(outcomes).isEmpty();
    }

    @Test
    void allBytesOfAKnownLengthAreTheEnd() {
        byte[] body = Flv.configured().frames(0, 1).bytes();
        receive("HTTP/1.1 200 OK|Content-Length: " + body.length + "||");
        receive(Unpooled.wrappedBuffer(body, 0, body.length - 1));
        assertThat(outcomes).isEmpty();
        receive(Unpooled.wrappedBuffer(body, body.length - 1, 1));
        assertThat(outcomes).containsExactly("ended");
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {CHUNKED, UNTIL_CLOSE, "HTTP/1.1 200 OK|Content-Length: 100000||"})
    void anyOtherCloseIsABreak(String head) {
        receive(head);
        if (head.equals(CHUNKED)) {
            chunk(Flv.configured());
        } else {
            receive(Flv.configured().buffer());
        }
        channel.close();
        assertThat(outcomes)
                .containsExactly("PEER_CLOSED the source closed the connection before an end that it had announced");
    }

    @Test
    void aLastChunkIsNoAnnouncedEnd() {
        receive(CHUNKED);
        chunk(Flv.configured());
        receive("0||");
        assertThat(outcomes).singleElement().asString().startsWith("PEER_CLOSED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "HTTP/1.1 404 Not Found||; SOURCE_HTTP_404 HTTP status: found 404, expected 200",
            "HTTP/1.1 503 X|Content-Length: 0||; SOURCE_HTTP_503", "HTTP/1.1 204 X||; SOURCE_HTTP_204",
            "HTTP/1.1 206 X|Content-Length: 9||; SOURCE_HTTP_206", "HTTP/1.1 302 X||; SOURCE_HTTP_302",
            "HTTP/1.1 300 X|Location: /a||; SOURCE_HTTP_300", "HTTP/1.1 101 X||HTTP/1.1 401 X||; SOURCE_HTTP_101",
            "HTTP/1.1 302 X|Location: /a?b||; moved /a?b", "HTTP/1.1 308 X|Location: /a||; moved /a",
            "HTTP/1.1 100 Continue||HTTP/1.1 403 X||; SOURCE_HTTP_403",
            "HTTP/1.1 200 OK|Content-Length: 0||; SOURCE_FORMAT stream: found its end, expected FLV",
            "HTTP/1.1 200 OK|Content-Length: 20||<html><body></body></; SOURCE_FORMAT stream: found HTML or XML, expected FLV",
            "SSH-2.0-OpenSSH_9||; SOURCE_FORMAT HTTP answer: found none",
            "HTTP/1.1 200 OK|Transfer-Encoding: chunked||zz|; SOURCE_FORMAT HTTP answer",
            "HTTP/1.1 200 OK|Content-Length: -5||; SOURCE_FORMAT HTTP answer"})
    void answersThatAreNone(String answer, String outcome) {
        receive(answer);
        assertThat(outcomes).singleElement().asString().startsWith(outcome.strip());
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void headersAreBounded() {
        receive("HTTP/1.1 200 OK|");
        for (int i = 0; i < 20 && channel.isOpen(); i++) {
            receive("X-Filler: " + "x".repeat(1000) + "|");
        }
        assertThat(outcomes).singleElement().asString()
                .startsWith("SOURCE_FORMAT HTTP answer: found none, or headers of");
    }

    @Test
    void aCloseWithoutAnAnswer() {
        receive("HTTP/1.1 200 OK|X");
        channel.close();
        assertThat(outcomes).singleElement().asString().startsWith("SOURCE_UNREACHABLE");
    }

    @Test
    void slowHeadersAreAStall() {
        for (int i = 0; i < 9; i++) {
            receive("H");
            advance(1000);
        }
        assertThat(outcomes).isEmpty();
        advance(1000);
        assertThat(outcomes).containsExactly("SOURCE_STALLED no answer for 10 s");
    }

    /** Neither bytes that lead to no tag nor metadata hold a place. */
    @Test
    void silenceIsAStall() {
        receive(CHUNKED);
        chunk(Flv.configured());
        advance(9000);
        chunk(new Flv().frames(0, 1));
        advance(9999);
        chunk(new Flv().script(0, "02"));
        assertThat(outcomes).isEmpty();
        advance(1);
        assertThat(outcomes).containsExactly("SOURCE_STALLED no media for 10 s");
    }

    @Test
    void aFileIsHeldBackToRealTimeAndThatIsNoStall() {
        byte[] body = Flv.configured().frames(0, 25 * 30).bytes();
        receive("HTTP/1.1 200 OK|Content-Length: " + body.length + "||");
        receive(Unpooled.wrappedBuffer(body));
        assertThat(sink.frames).hasSize(2 + 2 * 13).endsWith("audio 480");
        assertThat(channel.config().isAutoRead()).isFalse();
        for (int i = 1; i < 29; i++) {
            advance(1000);
            assertThat(sink.frames).hasSize(2 + 2 * (13 + 25 * i));
        }
        advance(1459);
        assertThat(outcomes).isEmpty();
        advance(1);
        assertThat(sink.frames).hasSize(2 + 2 * 25 * 30);
        assertThat(outcomes).containsExactly("ended");
    }

    @Test
    void whatALiveServerKeptPassesAtOnce() {
        receive(CHUNKED);
        chunk(Flv.configured().frames(1_000_000, 25 * 10));
        assertThat(sink.frames).hasSize(2 + 2 * 25 * 10);
        assertThat(channel.config().isAutoRead()).isTrue();
        chunk(new Flv().frames(1_010_000, 26));
        assertThat(channel.config().isAutoRead()).isFalse();
        advance(1000);
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(sink.frames).hasSize(2 + 2 * 25 * 10 + 2 * 26);
    }

    @Test
    void aCodecThatNobodyCarriesIsABreak() {
        receive(CHUNKED);
        chunk(Flv.stream().video(0, "12 00 84"));
        assertThat(outcomes).singleElement().asString().startsWith("CODEC_UNSUPPORTED");
    }

    @Test
    void nothingComesOfAClosedOne() {
        byte[] body = Flv.configured().frames(0, 100).bytes();
        receive("HTTP/1.1 200 OK|Content-Length: 1000000||");
        receive(Unpooled.wrappedBuffer(body));
        int before = sink.frames.size();
        attempt.close();
        advance(60_000);
        assertThat(sink.frames).hasSize(before);
        assertThat(outcomes).isEmpty();
    }
}
