package dev.sluice.e2e.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.MatchResult;

/**
 * Debian's OBS Studio with a screen and a configuration of its own. It streams a clip from its start on, drawn by the
 * processor, and needs neither a graphics card nor a sound server.
 */
public final class Obs implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/obs");
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final String STOP_FILE = "stop";
    private static final String STOPPER_FILE = "stopper.lua";

    private final Path folder;
    private final Xvfb screen = new Xvfb();
    private final ChildProcess process;

    /**
     * @param folder an empty one, for all that OBS reads and writes
     * @param server the part of the address that OBS calls so
     * @param streamKey stays out of the process's arguments
     */
    public Obs(Path folder, ObsProfile profile, String server, String streamKey, Path clip) {
        requireUsable();
        this.folder = folder;
        configure(profile, server, streamKey, clip);
        var command = new ProcessBuilder(PROGRAM.toString(), "--startstreaming", "--multi", "--profile", "P",
                "--collection", "C", "--scene", "S", "--disable-missing-files-check");
        command.environment().putAll(Map.of("HOME", folder.toString(), "XDG_CONFIG_HOME", folder.toString(), "DISPLAY",
                screen.display(), "QT_QPA_PLATFORM", "xcb", "LIBGL_ALWAYS_SOFTWARE", "1"));
        // Otherwise it asks its makers for a newer list of services.
        command.environment().put("https_proxy", "http://127.0.0.1:9");
        process = ChildProcess.start("obs", command);
    }

    private static void requireUsable() {
        if (!Files.isExecutable(PROGRAM)) {
            throw new AssertionError("These tests need " + PROGRAM + "; on Debian: apt-get install obs-studio xvfb");
        }
    }

    private void configure(ObsProfile profile, String server, String streamKey, Path clip) {
        write("global.ini", """
                [General]
                FirstRun=true
                EnableAutoUpdates=false
                [BasicWindow]
                PreviewEnabled=false
                """);
        write("basic/profiles/P/basic.ini", profile.basicIni());
        write("basic/profiles/P/streamEncoder.json", profile.streamEncoderJson());
        write("basic/profiles/P/service.json", """
                {"type": "rtmp_custom", "settings": {"server": "%s", "key": "%s", "use_auth": false}}
                """.formatted(server, streamKey));
        write(STOPPER_FILE, stopper());
        write("basic/scenes/C.json", scenes(clip));
    }

    /** The script does what the button does when it sees the file. */
    private static String stopper() {
        return """
                local file = script_path() .. "%s"
                local function look()
                  if io.open(file) then
                    obslua.remove_current_callback()
                    obslua.obs_frontend_streaming_stop()
                  end
                end
                obslua.timer_add(look, 50)
                """.formatted(STOP_FILE);
    }

    private String scenes(Path clip) {
        return """
                {"name": "C", "current_scene": "S", "current_program_scene": "S", "scene_order": [{"name": "S"}],
                 "sources": [
                  {"id": "scene", "name": "S", "settings": {"id_counter": 1, "items": [
                   {"name": "Clip", "id": 1, "visible": true, "scale": {"x": 1, "y": 1}}]}},
                  {"id": "ffmpeg_source", "name": "Clip", "mixers": 255,
                   "settings": {"local_file": "%s", "looping": true}}],
                 "modules": {"scripts-tool": [{"path": "%s", "settings": {}}]}}
                """.formatted(clip, settings().resolve(STOPPER_FILE));
    }

    private Path settings() {
        return folder.resolve("obs-studio");
    }

    private void write(String file, String text) {
        try {
            var path = settings().resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line of its log; it prints the same. */
    public MatchResult await(String regex) {
        return process.await(regex, START);
    }

    /** As {@link #await}, and when it was printed. */
    public long nanos(String regex) {
        await(regex);
        return process.line(regex).nanos();
    }

    /** The log that it keeps for its user. */
    public String log() {
        try (var files = Files.list(settings().resolve("logs"))) {
            return Files.readString(files.findFirst().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As its user does by the button. */
    public void stopStreaming() {
        write(STOP_FILE, "");
        process.await("==== Streaming Stop", STOP);
    }

    @Override
    public void close() {
        process.close();
        screen.close();
    }
}
