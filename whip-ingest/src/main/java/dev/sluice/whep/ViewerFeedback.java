package dev.sluice.whep;

import dev.sluice.runtime.Clock;
import dev.sluice.webrtc.rtp.RtpSender;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import java.util.List;
import java.util.function.Consumer;

/** Takes what a viewer's RTCP says to the stream that it speaks of. Lives on the viewer's loop. */
final class ViewerFeedback implements Consumer<RtcpPacket> {
    private final List<ViewerStream> streams;
    private final Clock clock;

    ViewerFeedback(List<ViewerStream> streams, Clock clock) {
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public void accept(RtcpPacket packet) {
        switch (packet) {
            case RtcpPacket.ReceiverReport report -> report.blocks().forEach(this::report);
            // Of a browser that answers sendrecv and could send, too.
            case RtcpPacket.SenderReport report -> report.blocks().forEach(this::report);
            case RtcpPacket.Nack nack -> find(nack.media(), stream -> stream.sender().onNack(nack.lost()));
            case RtcpPacket.PictureLoss loss -> find(loss.media(), ViewerFeedback::requestKeyFrame);
            case RtcpPacket.FullIntraRequest request ->
                request.requests().forEach(intra -> find(intra.ssrc(), ViewerFeedback::requestKeyFrame));
            // It is of all streams together, of which video is nearly all.
            case RtcpPacket.ReceiverEstimate estimate -> streams.forEach(stream -> estimated(stream, estimate));
            case RtcpPacket.SourceDescription _,RtcpPacket.Goodbye _,RtcpPacket.Feedback _,RtcpPacket.Other _ -> {
            }
        }
    }

    private void report(RtcpPacket.ReportBlock block) {
        find(block.ssrc(), stream -> stream.sender().onReport(block, clock.nanos()));
    }

    private void find(long ssrc, Consumer<ViewerStream> then) {
        for (var stream : streams) {
            if (stream.sender().ssrc() == ssrc) {
                then.accept(stream);
            }
        }
    }

    private static void requestKeyFrame(ViewerStream stream) {
        if (stream instanceof VideoStream video) {
            video.requestKeyFrame();
        }
    }

    private static void estimated(ViewerStream stream, RtcpPacket.ReceiverEstimate estimate) {
        if (stream instanceof VideoStream video) {
            video.onEstimate(estimate.bitsPerSecond());
        }
    }
}
