/**
 * Pulls a URL into a room. Not there yet: this module holds its place in the build and in the dependency arrows, and has
 * no source it can play.
 */
@NullMarked
package dev.sluice.pull;

import org.jspecify.annotations.NullMarked;
