package dev.sluice.webrtc.rtp.wire;

import java.util.List;

/** RTCP packets as bytes and as records. */
final class RtcpPackets {
    record Case(String name, String hex, RtcpPacket packet) {}

    private static final String BLOCK = "00000002 40 000010 00010005 00000064 11223344 00008000";
    private static final RtcpPacket.ReportBlock READ = new RtcpPacket.ReportBlock(2, 0x40, 16, 0x10005, 100, 0x11223344,
            0x8000);

    private RtcpPackets() {}

    /** What is read and written alike. */
    static List<Case> both() {
        return List.of(
                new Case("SR", "80c80006 00000001 e2a3b4c5 80000000 00015f90 00000003 00000bb8",
                        new RtcpPacket.SenderReport(1, 0xe2a3b4c580000000L, 90_000, 3, 3_000, List.of())),
                new Case("SR with a block", "81c8000c 00000001 e2a3b4c5 80000000 00015f90 00000003 00000bb8 " + BLOCK,
                        new RtcpPacket.SenderReport(1, 0xe2a3b4c580000000L, 90_000, 3, 3_000, List.of(READ))),
                new Case("RR", "81c90007 00000001 " + BLOCK, new RtcpPacket.ReceiverReport(1, List.of(READ))),
                new Case("empty RR", "80c90001 00000001", new RtcpPacket.ReceiverReport(1, List.of())),
                new Case("RR of duplicates", "81c90007 00000001 00000002 00 ffffff 00010005 00000000 00000000 00000000",
                        new RtcpPacket.ReceiverReport(1,
                                List.of(new RtcpPacket.ReportBlock(2, 0, -1, 0x10005, 0, 0, 0)))),
                new Case("SDES", "81ca0003 deadbeef 0103616263 000000",
                        new RtcpPacket.SourceDescription(List.of(new RtcpPacket.Chunk(0xdeadbeefL, "abc")))),
                new Case("SDES whose name fills the word", "81ca0003 00000001 010261 62 00000000",
                        new RtcpPacket.SourceDescription(List.of(new RtcpPacket.Chunk(1, "ab")))),
                new Case("SDES of two", "82ca0004 00000001 01016100 00000002 01016200",
                        new RtcpPacket.SourceDescription(
                                List.of(new RtcpPacket.Chunk(1, "a"), new RtcpPacket.Chunk(2, "b")))),
                new Case("BYE", "82cb0002 00000001 00000002", new RtcpPacket.Goodbye(List.of(1L, 2L))),
                new Case("NACK", "81cd0004 00000001 00000002 00648001 ffff0000",
                        new RtcpPacket.Nack(1, 2,
                                List.of(new RtcpPacket.Lost(100, 0x8001), new RtcpPacket.Lost(0xffff, 0)))),
                new Case("PLI", "81ce0002 00000001 00000002", new RtcpPacket.PictureLoss(1, 2)),
                new Case("FIR", "84ce0004 00000001 00000000 00000002 07000000",
                        new RtcpPacket.FullIntraRequest(1, List.of(new RtcpPacket.Intra(2, 7)))));
    }

    /** What is only read. */
    static List<Case> read() {
        return List.of(
                new Case("SDES of many items", "81ca0004 00000001 020141 0103616263 0600 0000",
                        new RtcpPacket.SourceDescription(List.of(new RtcpPacket.Chunk(1, "abc")))),
                new Case("BYE with a reason", "81cb0002 00000001 03627965", new RtcpPacket.Goodbye(List.of(1L))),
                new Case("RR with an extension", "80c90002 00000001 deadbeef",
                        new RtcpPacket.ReceiverReport(1, List.of())),
                new Case("padded PLI", "a1ce0003 00000001 00000002 00000004", new RtcpPacket.PictureLoss(1, 2)),
                new Case("transport-cc", "8fcd0006 00000001 00000002 00010002 00000301 20020404 04000000",
                        new RtcpPacket.Feedback(205, 15, 1, 2)),
                new Case("REMB", "8fce0005 00000001 00000000 52454d42 010bd090 00000002",
                        new RtcpPacket.ReceiverEstimate(1, 1_000_000, List.of(2L))),
                new Case("REMB of no stream", "8fce0004 00000001 00000000 52454d42 0003ffff",
                        new RtcpPacket.ReceiverEstimate(1, 262_143, List.of())),
                new Case("REMB of all there is", "8fce0005 00000001 00000000 52454d42 01ffffff 00000002",
                        new RtcpPacket.ReceiverEstimate(1, Long.MAX_VALUE, List.of(2L))),
                new Case("REMB of nothing", "8fce0005 00000001 00000000 52454d42 01fc0000 00000002",
                        new RtcpPacket.ReceiverEstimate(1, 0, List.of(2L))),
                new Case("application feedback of another kind", "8fce0004 00000001 00000002 52454d43 00000000",
                        new RtcpPacket.Feedback(206, 15, 1, 2)),
                new Case("XR", "80cf0004 00000001 04000002 e2a3b4c5 80000000", new RtcpPacket.Other(207)));
    }

    static List<String> invalid() {
        return List.of("", "80", "80c900", "40c90001 00000001", "80c90002 00000001", "81c90001 00000001",
                "80c80005 00000001 e2a3b4c5 80000000 00015f90 00000003", "81ca0001 00000001",
                "81ca0002 00000001 01ff6161", "82cb0001 00000001", "81cd0001 00000001", "a1ce0002 00000001 00000003",
                "a0c90001 00000000", "a0c90001 00000008",
                "8fce0004 00000001 00000000 52454d42 010c1f40",
                "8fce0005 00000001 00000000 52454d42 020c1f40 00000002");
    }
}
