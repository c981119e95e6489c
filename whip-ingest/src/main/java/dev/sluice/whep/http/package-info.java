/**
 * The HTTP side of WHEP. A POST becomes a PlayRequest; once its token and its offer have passed, the viewer enters the
 * room, gets a transport and stands as a PlaySession in Sessions until it ends, by DELETE or otherwise.
 */
@NullMarked
package dev.sluice.whep.http;

import org.jspecify.annotations.NullMarked;
