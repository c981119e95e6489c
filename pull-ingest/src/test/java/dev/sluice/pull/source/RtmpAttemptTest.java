package dev.sluice.pull.source;

import dev.sluice.pull.testkit.CountingSink;
import dev.sluice.rtmp.client.ClientEnd;
import dev.sluice.rtmp.client.Playing;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.testkit.FakeClock;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class RtmpAttemptTest {
    private final FakeClock clock = new FakeClock();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> outcomes = new ArrayList<>();
    private final RtmpAttempt attempt = new RtmpAttempt(SourceLimits.DEFAULT,
            stalled -> new StallWatch(channel.eventLoop(), clock, SourceLimits.DEFAULT.stallTime(), stalled),
            new Media(new CountingSink()), "x?k=v", new Attempt.Outcome() {
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
                    outcomes.add(end.toString());
                }
            }).on(new Playing() {
                @Override
                public void reading(boolean wanted) {
                    throw new AssertionError("RTMP is not held back");
                }

                @Override
                public void close() {
                    outcomes.add("closed");
                }
            });

    private void advance(long millis) {
        clock.advanceMillis(millis);
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    static Stream<Arguments> ends() {
        return Stream.of(arguments(new ClientEnd.Ended("StreamEOF"), "Ended[]"),
                arguments(new ClientEnd.Refused("NetStream.Play.StreamNotFound", "no x", ""),
                        "Broken[code=SOURCE_UNREACHABLE, reason=the server refused: NetStream.Play.StreamNotFound no x]"),
                arguments(new ClientEnd.Refused("c", "d", "rtmp://b/app"), "moved rtmp://b/app/x?k=v"),
                arguments(new ClientEnd.Refused("c", "d", "rtmp://b/app/"), "moved rtmp://b/app/x?k=v"),
                arguments(new ClientEnd.Refused("c", "d", "rtmp://b/app/x?k=v"), "moved rtmp://b/app/x?k=v"),
                arguments(new ClientEnd.Unreachable("10.0.0.1 refused"),
                        "unreachable Broken[code=SOURCE_UNREACHABLE, reason=no connection]"),
                arguments(new ClientEnd.TimedOut(ClientEnd.Step.CONNECT),
                        "unreachable Broken[code=SOURCE_UNREACHABLE, reason=no connection]"),
                arguments(new ClientEnd.TimedOut(ClientEnd.Step.HANDSHAKE),
                        "Broken[code=SOURCE_STALLED, reason=no answer for 10 s]"),
                arguments(new ClientEnd.TimedOut(ClientEnd.Step.ANSWER),
                        "Broken[code=SOURCE_STALLED, reason=no answer for 10 s]"),
                arguments(new ClientEnd.TimedOut(ClientEnd.Step.IDLE),
                        "Broken[code=SOURCE_STALLED, reason=no media for 10 s]"),
                arguments(new ClientEnd.Untrusted("of another"),
                        "Broken[code=SOURCE_UNREACHABLE, reason=TLS: of another]"),
                arguments(new ClientEnd.Violated(new ProtocolException(StableCode.PROTOCOL_ERROR, "no RTMP")),
                        "Broken[code=SOURCE_FORMAT, reason=no RTMP]"),
                arguments(new ClientEnd.Lost(),
                        "Broken[code=SOURCE_UNREACHABLE, reason=the source closed the connection without an answer]"));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void everyEndOfAPlayIsOneOfTheSource(ClientEnd end, String outcome) {
        attempt.onEnd(end);
        attempt.onEnd(new ClientEnd.Closed());
        attempt.onEnd(new ClientEnd.Lost());
        assertThat(outcomes).containsExactly("closed", outcome);
    }

    @Test
    void anEndOfOurOwnIsNone() {
        attempt.onEnd(new ClientEnd.Closed());
        assertThat(outcomes).containsExactly("closed");
    }

    @Test
    void aBreakAfterTheStartIsAClose() {
        attempt.onPlaying();
        attempt.onEnd(new ClientEnd.Lost());
        assertThat(outcomes).last().asString().contains("PEER_CLOSED");
    }

    /** Whatever else the server sends to stay connected. */
    @Test
    void aServerWithoutMediaStalls() {
        attempt.onPlaying();
        advance(9000);
        video("27 01 000000 00000002 419a");
        advance(9999);
        attempt.onData(new RtmpMessage.Data(1, 0, List.of()));
        assertThat(outcomes).isEmpty();
        advance(1);
        assertThat(outcomes).containsExactly("closed", "Broken[code=SOURCE_STALLED, reason=no media for 10 s]");
    }

    @Test
    void aCodecThatNobodyCarriesIsABreak() {
        attempt.onPlaying();
        video("12 00 84");
        video("12 00 84");
        assertThat(outcomes).hasSize(2).last().asString().contains("CODEC_UNSUPPORTED");
    }

    private void video(String hex) {
        attempt.onVideo(new RtmpMessage.Video(1, 0,
                Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")))));
    }
}
