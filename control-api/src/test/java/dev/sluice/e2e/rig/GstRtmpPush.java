package dev.sluice.e2e.rig;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** GStreamer's {@code rtmp2sink}: 640x360 at 30 frames a second in H.264 without B pictures, and a tone of 1 kHz in AAC. */
public final class GstRtmpPush {
    private static final Path PROGRAM = Path.of("/usr/bin/gst-launch-1.0");
    private static final String PIPELINE = """
            videotestsrc is-live=true ! video/x-raw,width=640,height=360,framerate=30/1 ! \
            x264enc tune=zerolatency speed-preset=ultrafast bframes=0 key-int-max=60 ! h264parse ! \
            flvmux name=mux streamable=true ! rtmp2sink name=sink tls-validation-flags=0 \
            audiotestsrc is-live=true freq=1000 volume=0.125 ! audio/x-raw,rate=48000,channels=2 ! \
            voaacenc bitrate=128000 ! aacparse ! mux.""";

    private GstRtmpPush() {}

    /** To an address of either scheme; SIGINT ends it with an unpublish. It prints why it was refused. */
    public static ChildProcess start(String url) {
        if (!Files.isExecutable(PROGRAM)) {
            throw new AssertionError("These tests need " + PROGRAM + "; on Debian: apt-get install gstreamer1.0-tools "
                    + "gstreamer1.0-plugins-{base,good,bad,ugly} glib-networking");
        }
        var command = new java.util.ArrayList<>(List.of(PROGRAM.toString(), "-e"));
        command.addAll(List.of(PIPELINE.replace("name=sink", "location=" + url).split(" ")));
        return ChildProcess.start("gst-launch", new ProcessBuilder(command));
    }
}
