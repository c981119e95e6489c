package dev.sluice.webrtc.rtp.payload;

/** The first byte of NAL units and of RFC 6184's packets: {@code F NRI Type}. */
final class NalHeader {
    /** forbidden_zero_bit. */
    static final int F = 0x80;
    /** nal_ref_idc. */
    static final int NRI = 0x60;
    static final int TYPE = 0x1f;
    /** RFC 6184 table 1. */
    static final int STAP_A = 24;
    static final int FU_A = 28;
    /** Of the FU header, RFC 6184 5.8. */
    static final int START = 0x80;
    static final int END = 0x40;

    private NalHeader() {}
}
