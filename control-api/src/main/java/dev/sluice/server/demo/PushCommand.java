package dev.sluice.server.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * How FFmpeg is asked to push the clip for ever. The stream key holds a token, and whoever may list processes sees
 * arguments: so it stands in a preset file that only we can read, as the option {@code rtmp_playpath}.
 */
final class PushCommand {
    private PushCommand() {}

    static List<String> of(Path program, Path clip, Path preset, int rtmpPort) {
        return List.of(program.toString(), "-hide_banner", "-nostdin", "-loglevel", "warning", "-re", "-stream_loop",
                "-1", "-i", clip.toString(), "-c", "copy", "-fpre", preset.toString(), "-f", "flv",
                "rtmp://127.0.0.1:" + rtmpPort + "/push");
    }

    /** @param key what OBS calls the stream key */
    static String preset(String key) {
        return "rtmp_playpath=" + key + "\n";
    }
}
