package dev.sluice.webrtc.sdp.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code a=simulcast} and the {@code a=rid} lines it speaks of (RFC 8853).
 *
 * @param send the streams in order of preference, each with its alternatives as written: {@code ~r1,r2}
 * @param recv likewise
 */
public record Simulcast(List<Rid> rids, List<String> send, List<String> recv) {
    public static final Simulcast NONE = new Simulcast(List.of(), List.of(), List.of());

    public Simulcast {
        rids = List.copyOf(rids);
        send = List.copyOf(send);
        recv = List.copyOf(recv);
    }

    /** {@code r1 send [restrictions]}. */
    static Rid rid(String value) {
        var words = SdpText.words(value, SdpLimits.GROUP_MEMBERS);
        if (words.size() < 2 || !(words.get(1).equals(Rid.SEND) || words.get(1).equals(Rid.RECV))) {
            throw SdpText.invalid("a=rid", value, "an id, send or recv, and restrictions");
        }
        return new Rid(SdpText.token("rid", words.getFirst()), words.get(1),
                String.join(" ", words.subList(2, words.size())));
    }

    /** RFC 8853 5.1: {@code send LIST [recv LIST]}, or the other way round. */
    Simulcast with(String value) {
        var words = SdpText.words(value, 4);
        if (words.size() % 2 != 0) {
            throw SdpText.invalid("a=simulcast", value, "send or recv, each with its streams");
        }
        var read = this;
        for (int i = 0; i < words.size(); i += 2) {
            var streams = streams(words.get(i + 1));
            read = switch (words.get(i)) {
                case Rid.SEND -> new Simulcast(rids, streams, read.recv);
                case Rid.RECV -> new Simulcast(rids, read.send, streams);
                default -> throw SdpText.invalid("a=simulcast", value, "send or recv");
            };
        }
        return read;
    }

    Simulcast with(Rid rid) {
        var all = new ArrayList<>(rids);
        all.add(rid);
        if (all.size() > SdpLimits.RIDS) {
            throw SdpText.tooMany("a=rid lines of a section", all.size(), SdpLimits.RIDS);
        }
        return new Simulcast(all, send, recv);
    }

    private static List<String> streams(String text) {
        var streams = List.of(text.split(";", SdpLimits.RIDS + 1));
        if (streams.size() > SdpLimits.RIDS) {
            throw SdpText.tooMany("simulcast streams", streams.size(), SdpLimits.RIDS);
        }
        return streams;
    }
}
