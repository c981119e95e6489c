/**
 * RTMP push. RtmpServer accepts connections that ConnectionGate lets in, on a port with TLS and one without, which
 * FirstByte tells apart; RtmpHandler hands their bytes to one RtmpSession each, which runs the handshake and reads
 * messages. PublishCommands answers commands, a connect with the Capabilities of Enhanced RTMP where the encoder has some;
 * a publish becomes a Push, which is authorised by Admission and then feeds media through
 * {@link dev.sluice.rtmp.frame} into the room. Whatever goes wrong ends one session, with a status that its encoder prints.
 */
@NullMarked
package dev.sluice.rtmp;

import org.jspecify.annotations.NullMarked;
