package dev.sluice.webrtc.sdp;

import dev.sluice.webrtc.sdp.AnswerWriter.Sources;
import dev.sluice.webrtc.sdp.grammar.Direction;
import dev.sluice.webrtc.sdp.grammar.Extmap;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.PayloadFormat;
import dev.sluice.webrtc.sdp.grammar.Rid;
import dev.sluice.webrtc.sdp.grammar.Simulcast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The answer's section towards a publisher. */
final class PublishSection {
    /** More layers than any browser sends. */
    static final int MAX_LAYERS = 4;
    /** RFC 7587 7: we want FEC in the stream, for the viewers; stereo is taken as it is offered. */
    private static final String OPUS = "minptime=10;useinbandfec=1";

    private PublishSection() {}

    static MediaDescription of(MediaDescription offered, ReceivedMedia media) {
        var formats = new AnswerFormats(offered, opus(offered)).of(media.codecs());
        var simulcast = media.rids().isEmpty() ? Simulcast.NONE : answered(simulcast(offered));
        return AnswerWriter.accept(offered, Direction.RECVONLY, formats, extmaps(media.extensions()), Sources.NONE,
                simulcast);
    }

    private static String opus(MediaDescription offered) {
        boolean stereo = offered.payloads().stream().filter(format -> format.is("opus", 48_000))
                .anyMatch(format -> one(format, "stereo") || one(format, "sprop-stereo"));
        return stereo ? OPUS + ";stereo=1" : OPUS;
    }

    private static boolean one(PayloadFormat format, String name) {
        return format.parameter(name).equals(Optional.of("1"));
    }

    private static List<Extmap> extmaps(ReceivedExtensions ids) {
        return Stream.of(new Extmap(ids.mid(), Extmap.MID), new Extmap(ids.rid(), Extmap.RID),
                new Extmap(ids.repairedRid(), Extmap.REPAIRED_RID),
                new Extmap(ids.transportSequence(), Extmap.TRANSPORT_SEQUENCE)).filter(Extmap::oneByte).toList();
    }

    /**
     * The layers to take, best first: of each offered stream its first alternative that an {@code a=rid} describes and
     * whose id fits into a one-byte header extension. One that starts paused is taken all the same.
     */
    static Simulcast simulcast(MediaDescription offered) {
        var taken = new ArrayList<Rid>();
        for (var stream : offered.simulcast().send()) {
            Stream.of(stream.split(",", -1)).map(id -> id.startsWith("~") ? id.substring(1) : id)
                    .flatMap(id -> sent(offered, id).stream()).filter(rid -> !taken.contains(rid)).findFirst()
                    .filter(_ -> taken.size() < MAX_LAYERS).ifPresent(taken::add);
        }
        return new Simulcast(taken, taken.stream().map(Rid::id).toList(), List.of());
    }

    private static Optional<Rid> sent(MediaDescription offered, String id) {
        return offered.simulcast().rids().stream()
                .filter(rid -> rid.id().equals(id) && rid.direction().equals(Rid.SEND))
                .filter(_ -> id.length() <= Offer.MAX_EXTENSION_BYTES).findFirst();
    }

    /** RFC 8853 5.3.2, RFC 8851 6.3: the same streams seen from the other end. */
    private static Simulcast answered(Simulcast taken) {
        var rids = taken.rids().stream().map(rid -> new Rid(rid.id(), Rid.RECV, rid.restrictions())).toList();
        return new Simulcast(rids, List.of(), taken.send());
    }
}
