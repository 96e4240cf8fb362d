/**
 * The applications of the chaos test, which run in the server: producers, beans, a ledger of what
 * they did, and an adapter that takes threads away from the server.
 */
package io.rabbitra.it.chaos;
