package dev.sluice.e2e;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.sluice.e2e.page.Browser;
import dev.sluice.e2e.page.ConsolePage;
import dev.sluice.e2e.page.WatchPage;
import dev.sluice.e2e.rig.Await;
import dev.sluice.e2e.rig.ChildProcess;
import dev.sluice.e2e.rig.FfmpegProgram;
import dev.sluice.e2e.rig.GstRtmpPush;
import dev.sluice.e2e.rig.Push;
import dev.sluice.e2e.rig.RelayProcess;
import dev.sluice.e2e.rig.Tokens;
import dev.sluice.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Encoders push over TLS, and GStreamer without it, too; a new certificate disturbs nobody. */
@ExtendWith(Browser.Extension.class)
class RtmpsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int FRAMES = 30;
    @TempDir
    private static Path folder = Path.of("");
    private static RelayProcess relay;

    enum Sender {
        FFMPEG_5_TLS {
            @Override
            ChildProcess start(String room, String user) {
                return Push.with(FfmpegProgram.FFMPEG_5, relay.rtmps(room, user)).start();
            }
        },
        FFMPEG_8_TLS {
            @Override
            ChildProcess start(String room, String user) {
                return Push.with(FfmpegProgram.FFMPEG_8, relay.rtmps(room, user)).start();
            }
        },
        GSTREAMER {
            @Override
            ChildProcess start(String room, String user) {
                return GstRtmpPush.start(relay.rtmp(room, user));
            }
        },
        GSTREAMER_TLS {
            @Override
            ChildProcess start(String room, String user) {
                return GstRtmpPush.start(relay.rtmps(room, user));
            }
        };

        abstract ChildProcess start(String room, String user);
    }

    @BeforeAll
    static void start() throws IOException {
        relay = RelayProcess.startWithTls(folder, TestCertificates.put(folder, "rsa"));
    }

    @AfterAll
    static void stop() {
        relay.close();
    }

    /** FFmpeg 5 is watched where the certificate changes. */
    @ParameterizedTest
    @EnumSource(names = "FFMPEG_5_TLS", mode = EnumSource.Mode.EXCLUDE)
    void aPushIsSeenAndHeardAndEndsProperly(Sender sender, Browser browser) {
        try (var push = sender.start(sender.name(), "camera")) {
            relay.awaitAnchor(sender.name(), "camera");
            goesOn(viewer(browser, sender.name()));
            push.signal("INT");
            push.awaitExit(SOON);
            relay.awaitGone(sender.name(), "camera");
        }
    }

    private static WatchPage viewer(Browser browser, String room) {
        return browser.viewer().playing(relay.whep(Tokens.APP, room, "viewer"), Tokens.userSig("viewer"));
    }

    private static void goesOn(WatchPage viewer) {
        int decoded = viewer.framesDecoded();
        Await.until(FRAMES + " more frames are decoded", SOON, () -> viewer.framesDecoded() >= decoded + FRAMES);
        Await.until("the tone is heard", SOON,
                () -> Math.abs(viewer.tone().hertz() - Push.TONE_HERTZ) < 6 && viewer.tone().rms() > 0.05);
    }

    @ParameterizedTest
    @EnumSource(FfmpegProgram.class)
    void theReasonOfARefusalArrivesOverTls(FfmpegProgram program) {
        var url = relay.overTls(relay.rtmpWithQuery("room", "sdkappid=" + Tokens.APP + "&userid=cam&usersig="
                + Tokens.expired("cam")));
        try (var push = Push.with(program, url).start()) {
            assertThat(push.awaitExit(SOON)).isNotZero();
            assertThat(push.output()).contains("TOKEN_EXPIRED");
        }
    }

    @Test
    void aNewPushSeesTheNewCertificateAndTheOldPushGoesOn(Browser browser) throws IOException {
        try (var _ = Sender.FFMPEG_5_TLS.start("certificate", "old")) {
            relay.awaitAnchor("certificate", "old");
            var viewer = viewer(browser, "certificate");
            var shown = shownCertificate();
            TestCertificates.put(folder, shown.equals("CN=rsa.test") ? "ec" : "rsa");
            Await.until("another certificate is shown", SOON, () -> !shownCertificate().equals(shown));
            try (var _ = Sender.FFMPEG_5_TLS.start("certificate", "new")) {
                relay.awaitAnchor("certificate", "new");
            }
            goesOn(viewer);
        }
    }

    @Test
    void theConsoleNamesThePort(Browser browser) {
        var console = new ConsolePage(browser.page());
        console.open(relay.http("/console/"));
        console.signIn(RelayProcess.ADMIN_TOKEN);
        console.page().click("#publish-form button[type=submit]:first-of-type");
        PlaywrightAssertions.assertThat(console.page().locator("#publish-out"))
                .containsText("rtmps://127.0.0.1:" + relay.rtmpsPort() + "/push/");
    }

    /** To somebody who connects now. */
    private static String shownCertificate() {
        try (var socket = (SSLSocket) TestCertificates.trusting().getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), relay.rtmpsPort())) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName();
        } catch (IOException | GeneralSecurityException failed) {
            throw new AssertionError(failed);
        }
    }
}
