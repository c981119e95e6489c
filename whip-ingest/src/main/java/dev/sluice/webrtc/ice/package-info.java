/**
 * ICE-lite (RFC 8445) over STUN (RFC 8489). A datagram is sorted by {@link dev.sluice.webrtc.ice.PacketKind}; a STUN one
 * is read by {@link dev.sluice.webrtc.ice.StunReader} and judged by its session's {@link dev.sluice.webrtc.ice.IceAgent},
 * whose answer {@link dev.sluice.webrtc.ice.StunWriter} puts into bytes, and who knows which
 * {@link dev.sluice.webrtc.ice.Path}, UDP or TCP, the peer is sent to by. {@link dev.sluice.webrtc.ice.HostCandidates}
 * says where the peer finds us, {@link dev.sluice.webrtc.ice.Reachability} whether anybody can.
 */
@NullMarked
package dev.sluice.webrtc.ice;

import org.jspecify.annotations.NullMarked;
