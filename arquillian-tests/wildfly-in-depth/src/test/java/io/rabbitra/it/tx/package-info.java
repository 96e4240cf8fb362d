/** A war that works in transactions: a database, what is received, and what is sent. */
package io.rabbitra.it.tx;
