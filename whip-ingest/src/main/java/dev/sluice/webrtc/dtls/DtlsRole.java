package dev.sluice.webrtc.dtls;

/** Our side's part in the DTLS handshake (RFC 8842): SERVER answers {@code a=setup:passive}, CLIENT {@code active}. */
public enum DtlsRole {
    SERVER, CLIENT
}
