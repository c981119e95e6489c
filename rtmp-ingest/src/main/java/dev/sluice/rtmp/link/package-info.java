/**
 * What a connection needs whichever side it is: ResumableDecoder brings bytes to a session, Connection is the session's view
 * of its channel, Acknowledgements count the bytes that the peer wants to hear of, PeerAddress names the other end.
 */
@NullMarked
package dev.sluice.rtmp.link;

import org.jspecify.annotations.NullMarked;
