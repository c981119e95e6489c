/**
 * The one place that wires things. Relay builds the parts from the configuration, opens the ports and takes all down
 * again; HttpFront is the HTTP server with its routes; FirstStart is what the operator is told at the beginning.
 */
@NullMarked
package dev.sluice.server.relay;

import org.jspecify.annotations.NullMarked;
