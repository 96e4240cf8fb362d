/**
 * Arquillian's view of the server harness. One container for all products, made of the harness,
 * stands in for the container adapters of the products: those start servers on fixed ports, know no
 * resource adapter in some servers, and do not let a test do what an operator does.
 */
package io.rabbitra.suite.container;
