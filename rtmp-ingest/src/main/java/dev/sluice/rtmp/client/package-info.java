/**
 * The RTMP client. RtmpClient opens a play or a publish of an RtmpUrl: a Dial connects to the address, as often as the
 * {@link dev.sluice.rtmp.client.Authentication} of its login needs; ClientHandler hands a connection's bytes to one
 * ClientSession, which runs the handshake; StreamCommands lead to a stream. What follows is its Role's: PlayRole gives
 * media to a PlayListener, PublishRole takes them through Publishing. Whatever happens ends in one ClientEnd.
 */
@NullMarked
package dev.sluice.rtmp.client;

import org.jspecify.annotations.NullMarked;
