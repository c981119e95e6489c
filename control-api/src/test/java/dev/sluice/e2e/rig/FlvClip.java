package dev.sluice.e2e.rig;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An FLV file of FFmpeg's, tag by tag: played once from its head, and from then on again and again without its setup, so
 * that it never ends and every start is a key frame.
 *
 * @param header of the file, with the first size of the tag before
 */
record FlvClip(ByteBuffer header, List<Tag> setup, List<Tag> media) {
    private static final int FILE_HEADER = 13;
    private static final int TAG_HEADER = 11;
    private static final int SIZE_BEHIND = 4;
    private static final int SCRIPT = 18;
    private static final int VIDEO = 9;
    private static final long FRAME_MILLIS = 33;

    /** @param bytes with its header and the size behind it */
    record Tag(int type, long millis, ByteBuffer bytes) {
        /** The sequence headers of AVC and AAC, and onMetaData. */
        boolean setsUp() {
            return type == SCRIPT || bytes.get(TAG_HEADER + 1) == 0;
        }

        byte[] at(long when) {
            var copy = new byte[bytes.capacity()];
            bytes.get(0, copy);
            ByteBuffer.wrap(copy).putInt(4, (int) ((when << 8) | ((when >>> 24) & 0xff)));
            return copy;
        }
    }

    static FlvClip of(Duration length, Path file) {
        Push.clip(length, file.toString());
        try {
            return parse(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static FlvClip parse(ByteBuffer flv) {
        var header = new byte[FILE_HEADER];
        flv.get(header);
        var tags = new ArrayList<Tag>();
        while (flv.remaining() > TAG_HEADER) {
            int at = flv.position();
            int stamp = flv.getInt(at + 4);
            var bytes = new byte[TAG_HEADER + (flv.getInt(at) & 0xffffff) + SIZE_BEHIND];
            int type = flv.get(at);
            flv.get(bytes);
            tags.add(new Tag(type, (stamp >>> 8) | ((long) (stamp & 0xff) << 24), ByteBuffer.wrap(bytes)));
        }
        return new FlvClip(ByteBuffer.wrap(header), tags.stream().filter(Tag::setsUp).toList(),
                tags.stream().filter(tag -> !tag.setsUp() && !endsVideo(tag)).toList());
    }

    /** FFmpeg's last tag says that no more pictures come. */
    private static boolean endsVideo(Tag tag) {
        return tag.type() == VIDEO && tag.bytes().get(TAG_HEADER + 1) == 2;
    }

    long loopMillis() {
        return media.getLast().millis() + FRAME_MILLIS;
    }
}
