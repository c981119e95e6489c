package dev.sluice.rtmp;

import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.rtmp.testkit.Tags;
import io.netty.util.ReferenceCountUtil;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Door and sink fail in every step: the encoder is told, the connection ends, and the place was given back. */
class PublishFaultsTest {
    enum Step {
        ASK, CONFIG, FRAME, END
    }

    /** Fails at one step, and remembers whether it was ended. */
    private static final class BrokenSink implements InvocationHandler {
        private final Step step;
        private int ends;

        BrokenSink(Step step) {
            this.step = step;
        }

        FrameSink sink() {
            return (FrameSink) Proxy.newProxyInstance(FrameSink.class.getClassLoader(), new Class<?>[]{FrameSink.class},
                    this);
        }

        void pass(Step at) {
            if (at == step) {
                throw new IllegalStateException("on purpose");
            }
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
            Stream.of(arguments).forEach(ReferenceCountUtil::release);
            if (method.getName().equals("end")) {
                ends++;
                pass(Step.END);
            } else {
                pass(method.getName().startsWith("write") ? Step.FRAME : Step.CONFIG);
            }
            return null;
        }
    }

    static Stream<Step> steps() {
        return Stream.of(Step.values());
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aFailureEndsTheSessionAndGivesThePlaceBack(Step step) {
        var sink = new BrokenSink(step);
        try (var encoder = new TestEncoder((_, _) -> {
            sink.pass(Step.ASK);
            return CompletableFuture.completedFuture(sink.sink());
        })) {
            encoder.handshake().connect("push").publish(TestEncoder.KEY).video(0, Tags.VIDEO_CONFIG)
                    .video(0, Tags.KEY_FRAME);
            if (step != Step.END) {
                assertThat(encoder.answers()).anyMatch(line -> line.contains("INTERNAL: "));
            }
            encoder.channel.close();
            assertThat(encoder.channel.isOpen()).isFalse();
            assertThat(sink.ends).isEqualTo(step == Step.ASK ? 0 : 1);
            assertThat(encoder.gate.connections()).isZero();
        }
    }

    @Test
    void anAnswerThatNeverComesEndsInTime() {
        var door = new RecordingDoor(false);
        try (var encoder = new TestEncoder(door)) {
            encoder.handshake().connect("push").publish(TestEncoder.KEY).answers();
            encoder.pass(Duration.ofSeconds(10));
            assertThat(encoder.answers()).singleElement().asString().contains("IDLE_TIMEOUT");
            encoder.pass(Duration.ofSeconds(2));
            assertThat(encoder.channel.isOpen()).isFalse();
            door.grant();
            encoder.channel.runPendingTasks();
            assertThat(door.sink.lines).containsExactly("end PEER_CLOSED lost");
        }
    }

    @Test
    void anAnswerThatIsNoRefusalIsAFault() {
        try (var encoder = new TestEncoder(
                (_, _) -> CompletableFuture.failedFuture(new IllegalStateException("on purpose")))) {
            encoder.handshake().connect("push").publish(TestEncoder.KEY);
            assertThat(encoder.answers()).anyMatch(line -> line.contains("INTERNAL: the relay failed"));
        }
    }
}
