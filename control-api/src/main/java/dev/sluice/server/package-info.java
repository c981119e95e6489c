/**
 * The command line. Main finds the verb; each command reads its configuration and secrets, does its work and gives an
 * exit code: 0 ok, 1 failure, 2 usage or configuration. ServeCommand starts the relay.
 */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
