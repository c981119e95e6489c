package dev.sluice.ingest;

import dev.sluice.media.H264Config;
import dev.sluice.media.MediaKind;
import dev.sluice.media.Vp8Config;
import dev.sluice.room.Track;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.sluice.ingest.AdmissionFixture.AAC;
import static dev.sluice.ingest.AdmissionFixture.aac;
import static dev.sluice.ingest.AdmissionFixture.unit;
import static org.assertj.core.api.Assertions.assertThat;

class EncodingsTest {
    private static final int MS = 1_000;
    private static final int BASELINE = 66;
    private static final int MAIN = 77;

    private final AdmissionFixture fixture = new AdmissionFixture();
    private final TestSession session = fixture.session();
    private final Publication publication = fixture.publish(session, "alice");

    @AfterEach
    void close() {
        fixture.close();
    }

    private static H264Config h264(int width, int height) {
        var any = AdmissionFixture.h264(BASELINE, -1);
        return new H264Config(any.sps(), any.pps(), BASELINE, 0, 31, width, height, -1);
    }

    private void write(String encoding, long millis, boolean b) throws Exception {
        fixture.onLoop(() -> publication.writeVideo(encoding, MS, millis, millis, !b, unit(!b, b)));
    }

    private void pass(long millis) {
        fixture.clock.advanceMillis(millis);
    }

    private List<String> ids() {
        return fixture.anchor().tracks().stream().map(track -> track.info().id()).toList();
    }

    private Track track(String id) {
        return Objects.requireNonNull(fixture.anchor().find(id));
    }

    private void simulcast() throws Exception {
        publication.video("q", h264(320, 180));
        publication.video("f", h264(1_280, 720));
        publication.video("h", h264(640, 360));
        for (var each : List.of("q", "f", "h")) {
            write(each, 0, false);
        }
    }

    @Test
    void eachIsATrackOfItsOwnTheLargestFirst() throws Exception {
        fixture.onLoop(() -> publication.audio(AAC));
        simulcast();
        fixture.onLoop(() -> publication.writeAudio(44_100, 0, aac()));
        assertThat(ids()).containsExactly("video/f", "video/h", "video/q", "audio");
        assertThat(fixture.anchor().encodings(MediaKind.VIDEO)).hasSize(3);
        assertThat(fixture.anchor().find(MediaKind.VIDEO)).isSameAs(fixture.anchor().find("video/f"));
    }

    @Test
    void toTheOutsideTheyAreOneTrack() throws Exception {
        simulcast();
        fixture.onLoop(() -> publication.video("f", h264(960, 540)));
        write("f", 33, false);
        assertThat(fixture.eventNames()).containsExactly("AnchorEntered", "TrackStarted");
        fixture.onLoop(() -> publication.video("f", new Vp8Config(960, 540)));
        fixture.onLoop(() -> publication.writeVideo("f", MS, 66, 66, true,
                PooledByteBufAllocator.DEFAULT.buffer().writeZero(9)));
        assertThat(fixture.eventNames()).containsExactly("AnchorEntered", "TrackStarted", "TrackChanged");
    }

    @Test
    void theBestIsTheLargestThatFlows() throws Exception {
        simulcast();
        pass(900);
        write("h", 900, false);
        write("q", 900, false);
        pass(900);
        write("q", 1_800, false);
        var anchor = fixture.anchor();
        assertThat(anchor.find(MediaKind.VIDEO)).isSameAs(anchor.find("video/h"));
        pass(2_000);
        // Where none does, the largest.
        assertThat(anchor.find(MediaKind.VIDEO)).isSameAs(anchor.find("video/f"));
    }

    @Test
    void oneWithoutAFrameForFiveSecondsIsDroppedIfAnotherFlows() throws Exception {
        simulcast();
        var stopped = fixture.anchor().find("video/f");
        for (int i = 1; i <= 49; i++) {
            pass(100);
            write("h", i * 100L, false);
        }
        assertThat(ids()).containsExactly("video/f", "video/h", "video/q");
        pass(1_100);
        write("h", 6_000, false);
        assertThat(ids()).containsExactly("video/h");
        pass(60_000);
        write("f", 66_000, false);
        assertThat(ids()).contains("video/f");
        assertThat(fixture.anchor().find("video/f")).isNotSameAs(stopped);
    }

    @Test
    void oneThatComesLateIsJudgedByItselfAndHoldsNobodyUp() throws Exception {
        fixture.onLoop(() -> publication.audio(AAC));
        publication.video("h", h264(640, 360));
        publication.video("f", AdmissionFixture.h264(MAIN, -1));
        write("h", 0, false);
        write("f", 0, false);
        write("h", 33, false);
        fixture.onLoop(() -> publication.writeAudio(44_100, 0, aac()));
        assertThat(ids()).containsExactly("video/h", "audio");
        assertThat(frames("video/h")).isEqualTo(2);
        for (int i = 1; i < 4; i++) {
            write("f", i * 33L, false);
        }
        assertThat(frames("video/f")).isEqualTo(4);
    }

    private long frames(String id) {
        return fixture.anchor().tracks().stream().filter(track -> track.info().id().equals(id)).mapToLong(Track::frames)
                .sum();
    }

    @Test
    void bFramesInAnyOfThemEndTheSession() throws Exception {
        simulcast();
        write("q", 33, true);
        assertThat(session.closed().code()).isEqualTo(StableCode.B_FRAMES);
        assertThat(fixture.rooms.rooms()).isEmpty();
    }

    @Test
    void framesOfOnePictureHaveOneTimeWhateverTheOrderTheyComeIn() throws Exception {
        simulcast();
        var times = new TreeMap<String, List<Long>>();
        for (var id : List.of("video/f", "video/q")) {
            times.put(id, new CopyOnWriteArrayList<>());
            track(id).subscribe(new TimesOf(fixture.anchor().loop(), times.get(id)));
        }
        fixture.settle();
        for (int i = 1; i < 5; i++) {
            write("f", i * 33L, false);
            write("q", i * 33L - 20, false);
        }
        fixture.settle();
        assertThat(times.get("video/f")).containsExactly(33L, 66L, 99L, 132L);
        assertThat(times.get("video/q")).containsExactly(13L, 46L, 79L, 112L);
    }

    @Test
    void aWishForAKeyFrameReachesTheSession() throws Exception {
        simulcast();
        track("video/h").requestKeyFrame(fixture.clock.nanos());
        fixture.settle();
        assertThat(session.asked()).containsExactly("video/h");
        var newcomer = fixture.session();
        fixture.publish(newcomer, "alice");
        pass(2_000);
        track("video/h").requestKeyFrame(fixture.clock.nanos());
        fixture.settle();
        assertThat(session.asked()).hasSize(1);
        assertThat(newcomer.asked()).containsExactly("video/h");
    }

    @Test
    void theSameConfigurationOnAnotherClockIsAChange() throws Exception {
        publication.video(h264(640, 360));
        write("", 0, false);
        fixture.onLoop(() -> publication.writeVideo(90_000, 3_000, 3_000, true, unit(true, false)));
        assertThat(fixture.anchor().tracks().getFirst().info().clockRate()).isEqualTo(90_000);
    }
}
