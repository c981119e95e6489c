/**
 * The main job seen from outside: real encoders and browsers publish into the relay's own process, Debian's Chromium
 * watches, and every figure comes from what the page received. Short watches run in each build;
 * {@code -Dsluice.e2e.long=true} watches as long as a release asks for. Figures and pictures are left in
 * {@code target/e2e}.
 */
@NullMarked
package dev.sluice.e2e;

import org.jspecify.annotations.NullMarked;
