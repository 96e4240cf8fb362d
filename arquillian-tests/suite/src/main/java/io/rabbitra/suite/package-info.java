/**
 * The tests that every server passes. The module of a server runs them on a server set up as its
 * page in {@code docs/servers} says, and on a broker that can have faults.
 */
package io.rabbitra.suite;
