package dev.sluice.rtmp;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.rtmp.testkit.CapturedSession;
import dev.sluice.runtime.StableCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What real encoders said, as it was, cut off behind every byte, and with every byte turned; with
 * {@code -Dsluice.e2e.long=true} with every bit turned.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CapturedSessionTest {
    private static final boolean LONG = Boolean.getBoolean("sluice.e2e.long");
    /** Of what follows a damaged handshake. */
    private static final int BEHIND_HANDSHAKE = 512;
    private static final int HELD_BYTES = 64 * 1024;
    private static final Pattern ENCODER = Pattern.compile("encoder=\"([^\"]*)\"");

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.sluice.rtmp");
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    static Stream<CapturedSession> sessions() {
        return CapturedSession.all();
    }

    @BeforeEach
    void listen() {
        heard.start();
        log.addAppender(heard);
        log.setAdditive(false);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(heard);
        log.setAdditive(true);
        log.setLevel(null);
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void isFoundAsItsTextSays(CapturedSession session) {
        assertThat(found(session.bytes())).isEqualTo(session.found());
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void isTheSameHoweverItIsCut(CapturedSession session) {
        var bytes = session.bytes();
        assertThat(found(cut(bytes, IntStream.range(0, bytes.length)))).isEqualTo(session.found());
        for (int seed = 0; seed < 10; seed++) {
            var cuts = new Random(seed).ints(1 + seed * 5, 0, bytes.length).distinct().sorted();
            assertThat(found(cut(bytes, cuts))).as("seed " + seed).isEqualTo(session.found());
        }
    }

    private static byte[][] cut(byte[] bytes, IntStream places) {
        var pieces = new ArrayList<byte[]>();
        int from = 0;
        for (int to : IntStream.concat(places, IntStream.of(bytes.length)).toArray()) {
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces.toArray(byte[][]::new);
    }

    private String found(byte[]... pieces) {
        heard.list.clear();
        var outcome = new Replay().run(Replay.End.CLOSED, pieces);
        assertBounded(outcome, "as it was");
        var lines = outcome.lines();
        var configurations = lines.stream().filter(line -> line.contains(" config ")).collect(Collectors.joining("; "));
        return "%s; %d pictures, %d key; %d sounds; encoder %s; %s".formatted(configurations, frames(lines, "video "),
                lines.stream().filter(line -> line.contains(" key ")).count(), frames(lines, "audio "), encoder(),
                lines.getLast());
    }

    private static long frames(List<String> lines, String kind) {
        return lines.stream().filter(line -> line.startsWith(kind) && !line.contains(" config ")).count();
    }

    private String encoder() {
        return heard.list.stream().map(line -> ENCODER.matcher(line.getFormattedMessage()))
                .filter(java.util.regex.Matcher::find).map(match -> match.group(1)).findFirst().orElse("none");
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void everyTruncationEndsWithACode(CapturedSession session) {
        everywhere(session, (replay, at) -> {
            var outcome = replay.run(Replay.End.CLOSED, copy(session.bytes(), at, at));
            assertBounded(outcome, "cut off behind " + at);
        });
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void everyTurnedByteEndsWithACode(CapturedSession session) {
        everywhere(session, (replay, at) -> turned(replay, Replay.End.SILENT, session.bytes(), at, 0xff));
    }

    @ParameterizedTest
    @MethodSource("sessions")
    void everyTurnedBitEndsWithACode(CapturedSession session) {
        everywhere(session, (replay, at) -> {
            for (int bit = LONG ? 0 : at & 7; bit <= (LONG ? 7 : at & 7); bit++) {
                turned(replay, Replay.End.CLOSED, session.bytes(), at, 1 << bit);
            }
        });
    }

    private static void turned(Replay replay, Replay.End end, byte[] bytes, int at, int mask) {
        boolean inHandshake = at < CapturedSession.HANDSHAKE_BYTES;
        var damaged = copy(bytes, at, inHandshake && !LONG
                ? CapturedSession.HANDSHAKE_BYTES + BEHIND_HANDSHAKE
                : bytes.length);
        damaged[at] ^= (byte) mask;
        assertBounded(replay.run(end, damaged), "byte " + at + " turned by " + mask);
    }

    /**
     * A handshake and what follows have no part in each other, so in each build only the one that is damaged is as the
     * encoder sent it: digests are dear.
     */
    private static byte[] copy(byte[] bytes, int damagedAt, int length) {
        var copy = Arrays.copyOf(bytes, length);
        if (damagedAt >= CapturedSession.HANDSHAKE_BYTES && !LONG) {
            Arrays.fill(copy, 1, CapturedSession.HANDSHAKE_BYTES, (byte) 0);
        }
        return copy;
    }

    /** On both cores of a small machine. A session that fails logs an error, and nothing else does. */
    private void everywhere(CapturedSession session, BiConsumer<Replay, Integer> atByte) {
        log.setLevel(Level.ERROR);
        int parts = Runtime.getRuntime().availableProcessors();
        IntStream.range(0, parts).parallel().forEach(part -> {
            var replay = new Replay();
            for (int at = part; at < session.bytes().length; at += parts) {
                atByte.accept(replay, at);
            }
        });
        assertThat(heard.list).isEmpty();
    }

    private static void assertBounded(Replay.Outcome outcome, String what) {
        if (outcome.code() == StableCode.INTERNAL || outcome.held() > HELD_BYTES || outcome.leaked() != 0) {
            throw new AssertionError(what + ": " + outcome);
        }
    }
}
