/** Runs the sample on an application server with a real broker and reports what it did. */
package io.rabbitra.run;
