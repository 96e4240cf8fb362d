/**
 * The resource adapter itself: starts, stops, activates and deactivates, and wires the rooms below.
 */
package io.rabbitra;
