/** The console page: ConsoleRoutes serves the files that lie under {@code console/} on the class path, and uPlot. */
@NullMarked
package dev.sluice.console;

import org.jspecify.annotations.NullMarked;
