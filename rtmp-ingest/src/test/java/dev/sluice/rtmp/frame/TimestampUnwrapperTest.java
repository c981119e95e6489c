package dev.sluice.rtmp.frame;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimestampUnwrapperTest {
    private static final long W24 = 1L << 24;
    private static final long W31 = 1L << 31;
    private static final long W32 = 1L << 32;

    record Case(String name, List<Long> in, List<Long> out) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Long> times(long... values) {
        return LongStream.of(values).boxed().toList();
    }

    static Stream<Case> cases() {
        return Stream.of(new Case("starts anywhere", times(5_000_000, 5_000_033), times(5_000_000, 5_000_033)),
                new Case("over 24 bits", times(W24 - 10, 23), times(W24 - 10, W24 + 23)),
                new Case("over 31 bits", times(W31 - 10, 23), times(W31 - 10, W31 + 23)),
                new Case("over 32 bits", times(W32 - 10, 23), times(W32 - 10, W32 + 23)),
                new Case("24 bits with the extended timestamp do not wrap", times(W24 - 10, W24 + 23),
                        times(W24 - 10, W24 + 23)),
                new Case("a late one from before the wrap", times(W24 - 10, 23, W24 - 5, 30),
                        times(W24 - 10, W24 + 23, W24 - 5, W24 + 30)),
                new Case("a small step back stays", times(1000, 990, 1010), times(1000, 990, 1010)),
                new Case("a restart stays a jump back", times(3_600_000, 0, 33), times(3_600_000, 0, 33)),
                new Case("a restart after a wrap", times(W24 - 10, 5, 3_600_000, 0),
                        times(W24 - 10, W24 + 5, W24 + 3_600_000, W24)),
                new Case("a jump forwards stays", times(0, 4_000_000_000L), times(0, 4_000_000_000L)),
                new Case("a late one from before 0", times(0, W32 - 32, 23, W32 - 10, 40), times(0, -32, 23, -10, 40)),
                new Case("disorder all over the wrap", times(W31 - 3, W31 - 20, 17, W31 - 1, 3, 40),
                        times(W31 - 3, W31 - 20, W31 + 17, W31 - 1, W31 + 3, W31 + 40)),
                new Case("two wraps", times(W24 - 10, 10, 9_000_000, W24 - 1, 0),
                        times(W24 - 10, W24 + 10, W24 + 9_000_000, 2 * W24 - 1, 2 * W24)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void unwraps(Case each) {
        var unwrapper = new TimestampUnwrapper();
        assertThat(each.in().stream().map(unwrapper::unwrap).toList()).isEqualTo(each.out());
    }

    /** Audio runs up to a frame behind video, all the way; the difference must never change. */
    @ParameterizedTest
    @ValueSource(longs = {W24, W31, W32})
    void audioAndVideoStayInStepOverTheWrap(long wrap) {
        var unwrapper = new TimestampUnwrapper();
        for (long time = wrap - 10_000; time < wrap + 10_000; time += 33) {
            assertThat(unwrapper.unwrap(time % wrap)).isEqualTo(time);
            assertThat(unwrapper.unwrap((time - 20) % wrap)).isEqualTo(time - 20);
        }
    }

    @Test
    void everyWrapInARow() {
        var unwrapper = new TimestampUnwrapper();
        for (long time = 0; time < 5 * W24; time += 40_000) {
            assertThat(unwrapper.unwrap(time % W24)).isEqualTo(time);
        }
    }
}
