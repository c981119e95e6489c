"""Plays one WHEP resource as GStreamer does, H.265 and Opus, and says twice a second what its decoders have given.

    WHEP_TOKEN=... python3 whep-viewer.py URL

A refusal is printed with its status and body. SIGTERM ends it with a DELETE.
"""
import os
import signal
import sys
import urllib.error
import urllib.parse
import urllib.request

try:
    import gi

    gi.require_version("Gst", "1.0")
    gi.require_version("GstSdp", "1.0")
    gi.require_version("GstWebRTC", "1.0")
    from gi.repository import GLib, Gst, GstSdp, GstWebRTC

    Gst.init(None)
    for element in ("webrtcbin", "nicesrc", "rtph265depay", "opusdec", "avdec_h265"):
        if not Gst.ElementFactory.find(element):
            raise ImportError("no GStreamer element " + element)
except (ImportError, ValueError) as missing:
    sys.exit("%s; on Debian: apt-get install python3-gi gir1.2-gst-plugins-bad-1.0 gstreamer1.0-plugins-good "
             "gstreamer1.0-plugins-bad gstreamer1.0-nice gstreamer1.0-libav" % missing)

CAPS = ("application/x-rtp,media=video,encoding-name=H265,payload=96,clock-rate=90000",
        "application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000,encoding-params=(string)2")
DECODERS = {"video": "rtph265depay ! h265parse ! avdec_h265", "audio": "rtpopusdepay ! opusdec"}


class Track:
    """One kind of media: how many buffers its decoder gave, and the time of the last."""

    def __init__(self):
        self.count = 0
        self.seconds = 0.0
        self.size = "?"

    def play(self, pipeline, pad, decoder):
        chain = Gst.parse_bin_from_description("queue ! " + decoder + " ! fakesink name=sink sync=false", True)
        chain.get_by_name("sink").get_static_pad("sink").add_probe(Gst.PadProbeType.BUFFER, self.decoded)
        pipeline.add(chain)
        chain.sync_state_with_parent()
        pad.link(chain.get_static_pad("sink"))

    def decoded(self, pad, info):
        self.count += 1
        self.seconds = info.get_buffer().pts / Gst.SECOND
        caps = pad.get_current_caps().get_structure(0)
        if caps.has_field("width"):
            self.size = "%dx%d" % (caps.get_value("width"), caps.get_value("height"))
        return Gst.PadProbeReturn.OK


class Viewer:
    def __init__(self, url, token):
        self.url = url
        self.token = token
        self.tracks = {"video": Track(), "audio": Track()}
        self.pipeline = Gst.Pipeline()
        self.webrtc = Gst.ElementFactory.make("webrtcbin")
        self.webrtc.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        # Kept, because the first reference that Python drops is webrtcbin's own.
        self.ice = self.webrtc.get_property("ice-agent")
        self.on_loopback(self.ice.get_property("agent"))
        self.pipeline.add(self.webrtc)
        for caps in CAPS:
            self.webrtc.emit("add-transceiver", GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY,
                             Gst.Caps.from_string(caps))
        self.webrtc.connect("pad-added", self.arrived)

    def on_loopback(self, agent):
        """Left alone, libnice binds each socket to a device that is not this one, and looks for a router by multicast."""
        self.ice.emit("add-local-ip-address", "127.0.0.1")
        agent.set_property("upnp", False)
        agent.set_property("ice-tcp", False)

    def arrived(self, _, pad):
        media = pad.get_current_caps().get_structure(0).get_value("media")
        self.tracks[media].play(self.pipeline, pad, DECODERS[media])

    def asked(self, action, *arguments):
        promise = Gst.Promise.new()
        self.webrtc.emit(action, *arguments, promise)
        promise.wait()
        return promise.get_reply()

    def offer(self):
        """With all candidates, because this exchange has no trickle."""
        self.pipeline.set_state(Gst.State.PLAYING)
        reply = self.asked("create-offer", None)  # the offer inside of it lives no longer
        gathered = GLib.MainLoop()
        self.webrtc.connect("notify::ice-gathering-state",
                            lambda *_: self.complete() and GLib.idle_add(gathered.quit))
        self.asked("set-local-description", reply.get_value("offer"))
        if not self.complete():
            gathered.run()
        return self.webrtc.get_property("local-description").sdp.as_text()

    def complete(self):
        state = self.webrtc.get_property("ice-gathering-state")
        return state == GstWebRTC.WebRTCICEGatheringState.COMPLETE

    def send(self, method, url, body=None):
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/sdp"}
        return urllib.request.urlopen(urllib.request.Request(url, body, headers, method=method), timeout=10)

    def join(self):
        """Gives the address of the session."""
        with self.send("POST", self.url, self.offer().encode()) as answer:
            sdp = GstSdp.SDPMessage.new_from_text(answer.read().decode())[1]
            self.asked("set-remote-description", GstWebRTC.WebRTCSessionDescription.new(
                GstWebRTC.WebRTCSDPType.ANSWER, sdp))
            return urllib.parse.urljoin(self.url, answer.headers["Location"])

    def report(self):
        video, audio = self.tracks["video"], self.tracks["audio"]
        print("decoded %s frames=%d at=%.3f sound=%d at=%.3f" % (
            video.size, video.count, video.seconds, audio.count, audio.seconds), flush=True)
        return True

    def run(self):
        session = self.join()
        until_told = GLib.MainLoop()
        GLib.timeout_add(500, self.report)
        GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGTERM, until_told.quit)
        until_told.run()
        self.send("DELETE", session).close()
        print("left", flush=True)


def main():
    viewer = Viewer(sys.argv[1], os.environ.pop("WHEP_TOKEN"))
    try:
        viewer.run()
    except urllib.error.HTTPError as refused:
        print("refused %d %s" % (refused.code, refused.read().decode()), flush=True)
        os._exit(1)
    viewer.pipeline.set_state(Gst.State.NULL)
    os._exit(0)  # before Python drops its reference to the ICE agent


main()
