/** What the tests deploy, with the descriptors of all servers in each archive. */
package io.rabbitra.suite.support;
