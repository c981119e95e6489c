/**
 * What the end-to-end tests are built from: the relay and the encoders run as processes of their own
 * ({@link dev.sluice.e2e.rig.RelayProcess}, {@link dev.sluice.e2e.rig.Push}, {@link dev.sluice.e2e.rig.Obs}), as a
 * user starts them, and what they print and export is read line by line. An encoder's picture carries the wall clock
 * ({@link dev.sluice.e2e.rig.BurnedClock}), so whoever sees the picture knows when it was sent. In the middle may stand
 * a line that loses and delays ({@link dev.sluice.e2e.rig.ImpairedLink}), stops to read
 * ({@link dev.sluice.e2e.rig.StallingProxy}) or keeps what was said ({@link dev.sluice.e2e.rig.Recorder}).
 */
@NullMarked
package dev.sluice.e2e.rig;

import org.jspecify.annotations.NullMarked;
