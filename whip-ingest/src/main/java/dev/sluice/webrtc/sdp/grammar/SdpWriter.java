package dev.sluice.webrtc.sdp.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The text of a description: what {@link SdpReader} reads back into an equal one. Pure. */
public final class SdpWriter {
    private final StringBuilder out = new StringBuilder(2_048);

    private SdpWriter() {}

    public static String write(SessionDescription description) {
        var writer = new SdpWriter();
        writer.session(description);
        description.media().forEach(writer::section);
        return writer.out.toString();
    }

    private void session(SessionDescription s) {
        line("v=0");
        line("o=- " + s.sessionId() + " " + s.sessionVersion() + " IN IP4 0.0.0.0");
        line("s=-");
        line("t=0 0");
        s.bundles().forEach(mids -> line("a=group:BUNDLE " + String.join(" ", mids)));
        flag(s.iceLite(), "ice-lite");
        transport(s.transport());
        s.extmaps().forEach(this::extmap);
    }

    private void section(MediaDescription m) {
        line("m=" + m.kind() + " " + m.port() + " " + m.protocol() + " " + String.join(" ", m.formats()));
        line("c=IN " + (m.address().contains(":") ? "IP6 " : "IP4 ") + m.address());
        if (m.mid() != null) {
            line("a=mid:" + m.mid());
        }
        line("a=" + m.direction().text());
        transport(m.transport());
        flag(m.rtcpMux(), "rtcp-mux");
        flag(m.rtcpMuxOnly(), "rtcp-mux-only");
        flag(m.rtcpReducedSize(), "rtcp-rsize");
        flag(m.bundleOnly(), "bundle-only");
        m.extmaps().forEach(this::extmap);
        m.payloads().forEach(this::payload);
        sources(m);
        simulcast(m.simulcast());
        m.candidates().forEach(c -> line("a=candidate:" + c));
        flag(m.endOfCandidates(), "end-of-candidates");
    }

    private void transport(TransportAttributes t) {
        if (t.iceUfrag() != null) {
            line("a=ice-ufrag:" + t.iceUfrag());
        }
        if (t.icePwd() != null) {
            line("a=ice-pwd:" + t.icePwd());
        }
        t.fingerprints().forEach(f -> line("a=fingerprint:" + f));
        if (t.setup() != null) {
            line("a=setup:" + t.setup().text());
        }
    }

    private void extmap(Extmap e) {
        line("a=extmap:" + e.id() + " " + e.uri());
    }

    private void payload(PayloadFormat p) {
        var channels = p.channels() == 1 ? "" : "/" + p.channels();
        line(String.format(Locale.ROOT, "a=rtpmap:%d %s/%d%s", p.payloadType(), p.encoding(), p.clockRate(), channels));
        p.feedback().forEach(f -> line("a=rtcp-fb:" + p.payloadType() + " " + f));
        if (!p.fmtp().isEmpty()) {
            line("a=fmtp:" + p.payloadType() + " " + p.fmtp());
        }
    }

    private void sources(MediaDescription m) {
        if (!m.msid().isEmpty()) {
            line("a=msid:" + String.join(" ", m.msid()));
        }
        m.sourceGroups().forEach(g -> line("a=ssrc-group:" + g.semantics() + " " + ids(g.ssrcs())));
        m.sources().forEach(s -> line("a=ssrc:" + s.ssrc() + " " + s.text()));
    }

    private void simulcast(Simulcast s) {
        s.rids().forEach(rid -> line(
                ("a=rid:" + rid.id() + " " + rid.direction() + " " + rid.restrictions()).stripTrailing()));
        var lists = new ArrayList<String>();
        if (!s.send().isEmpty()) {
            lists.add(Rid.SEND + " " + String.join(";", s.send()));
        }
        if (!s.recv().isEmpty()) {
            lists.add(Rid.RECV + " " + String.join(";", s.recv()));
        }
        if (!lists.isEmpty()) {
            line("a=simulcast:" + String.join(" ", lists));
        }
    }

    private static String ids(List<Long> ssrcs) {
        return String.join(" ", ssrcs.stream().map(String::valueOf).toList());
    }

    private void flag(boolean set, String name) {
        if (set) {
            line("a=" + name);
        }
    }

    private void line(String text) {
        out.append(text).append("\r\n");
    }
}
