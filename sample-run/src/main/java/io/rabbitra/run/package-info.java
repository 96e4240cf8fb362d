/** Runs the sample on WildFly with a real broker and reports what it did. */
package io.rabbitra.run;
