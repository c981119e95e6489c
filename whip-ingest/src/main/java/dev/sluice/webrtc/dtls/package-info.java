/**
 * DTLS 1.2 with use_srtp (RFC 5764). A {@link dev.sluice.webrtc.dtls.DtlsConnection} shakes hands on a virtual thread that
 * reads records from a bounded {@link dev.sluice.webrtc.dtls.RecordQueue} fed by the session's event loop; when it is done,
 * the SRTP keys go to the loop, the thread ends, and later records (alerts, retransmissions) are handled on the loop.
 */
@NullMarked
package dev.sluice.webrtc.dtls;

import org.jspecify.annotations.NullMarked;
