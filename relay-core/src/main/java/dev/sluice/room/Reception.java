package dev.sluice.room;

/**
 * How one track's packets came in from its publisher, where the protocol knows. Counts start over when the sender does.
 *
 * @param packets received, resends included
 * @param lost packets that never came
 * @param recovered packets that came because they were asked for again
 * @param nacks requests for a packet, repetitions included
 * @param jitterMillis how unevenly they come
 * @param keyFrameRequests sent
 * @param framesDropped that missed a packet, or the key frame before
 */
public record Reception(long packets, long lost, long recovered, long nacks, double jitterMillis,
        long keyFrameRequests, long framesDropped) {}
