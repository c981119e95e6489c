/**
 * How well a source sends, whatever its protocol. Each frame's time and arrival go into a Pace for its kind, each picture
 * into its track's GopMeter; once a second SourceHealth looks at both, raises and clears its Alarms and leaves a Health
 * that anybody may read.
 */
@NullMarked
package dev.sluice.health;

import org.jspecify.annotations.NullMarked;
