/**
 * The native API for the console and operators. A request passes BearerAuth, is routed by AdminApi to a resource, which
 * reads the rooms' snapshots into view records; Json writes them. EventStream tells the same views as server-sent
 * events. What went wrong is answered as a problem body.
 */
@NullMarked
package dev.sluice.api.admin;

import org.jspecify.annotations.NullMarked;
