package dev.sluice.e2e.rig;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A clip's video packets in the order of sending, up to the first B picture, as ffprobe lists them. */
public record ClipPictures(int countBeforeB, double lastMillisBeforeB) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private record Picture(double millis, long position, boolean isB) {
    }

    /** Frames come out of ffprobe in the order of showing; their place in the file is the order of sending. */
    public static ClipPictures of(String file) {
        var probe = ChildProcess.run("ffprobe", LIMIT, new ProcessBuilder("ffprobe", "-v", "error", "-select_streams",
                "v", "-show_entries", "frame=pts_time,pkt_pos,pict_type", "-of", "csv=p=0", file));
        var sent = Arrays.stream(probe.standardOutput().split("\n")).map(ClipPictures::picture)
                .sorted(java.util.Comparator.comparingLong(Picture::position)).toList();
        int count = (int) sent.stream().takeWhile(picture -> !picture.isB()).count();
        if (count == 0 || count == sent.size()) {
            throw new AssertionError("a clip without early or without late B pictures proves nothing: " + sent);
        }
        return new ClipPictures(count,
                sent.subList(0, count).stream().mapToDouble(Picture::millis).max().orElseThrow());
    }

    private static Picture picture(String line) {
        List<String> fields = Arrays.asList(line.split(","));
        return new Picture(Double.parseDouble(fields.get(0)) * 1000, Long.parseLong(fields.get(1)),
                fields.get(2).equals("B"));
    }
}
