/** What an operator sees of the adapter at run time, through JMX. */
package io.rabbitra.management;
