/**
 * Benchmarks (JMH) of what runs per frame and per packet: {@code java -jar perf/target/sluice-perf.jar [name] -prof gc}.
 * A figure counts only beside one of the same run: of a peer, or of the commit before.
 */
@NullMarked
package dev.sluice.perf;

import org.jspecify.annotations.NullMarked;
