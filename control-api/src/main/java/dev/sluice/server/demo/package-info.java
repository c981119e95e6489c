/**
 * The demo room. ClipCommand makes a clip with the bundled FFmpeg program, PushCommand pushes it over RTMP into our own
 * port, with a token like anybody's; Demo supervises both and ends them with the relay.
 */
@NullMarked
package dev.sluice.server.demo;

import org.jspecify.annotations.NullMarked;
